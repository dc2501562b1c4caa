// Warns five minutes before the session ends. Without it the page says the time, and nothing is lost.
(() => {
  const box = document.querySelector("[data-session-end]");
  const dialog = box && box.querySelector("dialog");
  if (!dialog || !dialog.showModal) return;
  const WARN_MS = 5 * 60 * 1000;
  const KEY = "session-end";
  let end, isLast, shown = "", dismissed = "", timer;

  // Other tabs of this browser share the session: the latest page of any of them says when it ends.
  const set = (seconds, last) => {
    [end, isLast] = [Date.now() + seconds * 1000, last];
    try { localStorage.setItem(KEY, JSON.stringify([end, isLast])); } catch { /* storage is off */ }
    begin();
  };
  const begin = () => {
    shown = dismissed = "";
    dialog.close();
    check();
  };

  const show = (part) => {
    if (part === shown || part === dismissed) return;
    for (const one of dialog.querySelectorAll("[data-when]"))
      one.hidden = !one.dataset.when.split(" ").includes(part);
    // Closed and opened again, so that a screen reader says the new words.
    if (dialog.open) dialog.close();
    shown = part;
    dialog.showModal();
  };

  const check = () => {
    const left = end - Date.now();
    if (left <= 0) show("over");
    else if (left <= WARN_MS) show(isLast ? "last" : "soon");
    const next = left > WARN_MS ? left - WARN_MS : left;
    clearTimeout(timer);
    // A sleeping computer's timers are late: look again every half minute.
    if (left > 0) timer = setTimeout(check, Math.min(next, 30000));
  };

  const stay = async () => {
    try {
      const answer = await fetch(box.dataset.stay, { redirect: "manual", cache: "no-store" });
      if (!answer.ok) return show("over");
      const { seconds, last } = await answer.json();
      set(seconds, last);
    } catch {
      show("failed");
    }
  };

  const dismiss = () => {
    dismissed = shown;
    shown = "";
  };

  // Escape closes it too.
  dialog.addEventListener("cancel", dismiss);
  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    if (button && button.dataset.do === "stay") stay();
    else if (button) { dismiss(); dialog.close(); }
  });
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== KEY || !newValue) return;
    [end, isLast] = JSON.parse(newValue);
    begin();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
  set(Number(box.dataset.sessionEnd), "isLast" in box.dataset);
})();
