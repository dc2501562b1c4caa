#!/bin/sh
# Runs the body of a script, script/NAME.py, with the first Python that is new enough. Called by script/run and the others.
name=$1
shift
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
for python in python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$python" >/dev/null 2>&1 &&
     "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    exec "$python" "$here/$name.py" "$@"
  fi
done
echo "Stopped: Handrail needs Python 3.11 or later, and none was found. On Debian 12 type: sudo apt-get install python3 python3-venv" >&2
exit 1
