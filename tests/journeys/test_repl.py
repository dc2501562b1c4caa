import pytest, time, os, io, contextlib, traceback, importlib, sys
D="/tmp/hr/journeys/"
def test_repl(new_page, visitors, clock=None):
    ns={"new_page":new_page,"visitors":visitors}
    end=time.monotonic()+3000
    while time.monotonic()<end:
        if os.path.exists(D+"cmd.py"):
            with open(D+"cmd.py") as f: code=f.read()
            os.remove(D+"cmd.py")
            if code.strip()=="QUIT": break
            buf=io.StringIO(); t=time.monotonic()
            with contextlib.redirect_stdout(buf):
                try: exec(code, ns)
                except BaseException: traceback.print_exc(file=buf, limit=-6)
            with open(D+"out.tmp","w") as f: f.write(buf.getvalue()+f"\n[{time.monotonic()-t:.1f}s]")
            os.rename(D+"out.tmp", D+"out.txt")
        time.sleep(0.1)
