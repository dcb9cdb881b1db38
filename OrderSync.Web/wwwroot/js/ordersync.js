// What a page needs of the browser and the server need not be asked for: theme, navigation, menus, keys, visibility, copying.
(function () {
  "use strict";

  const root = document.documentElement;
  let circuit = null;

  const remember = (name, value) => {
    const age = value ? 31536000 : 0;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax${secure}`;
  };

  // ---- Theme ----
  const chooseTheme = (choice) => {
    if (choice === "system") {
      delete root.dataset.theme;
      remember("theme", "");
    } else {
      root.dataset.theme = choice;
      remember("theme", choice);
    }
  };

  // ---- Navigation: folded to icons (remembered), or a drawer on a narrow screen ----
  const drawerOpen = () => root.dataset.drawer === "open";

  const setDrawer = (open) => {
    if (open) {
      root.dataset.drawer = "open";
      document.querySelector(".os-nav-close")?.focus();
    } else if (drawerOpen()) {
      delete root.dataset.drawer;
      document.querySelector(".os-top-menu")?.focus();
    }
    document.querySelector(".os-top-menu")?.setAttribute("aria-expanded", String(open));
  };

  const fold = () => {
    const folded = root.dataset.nav !== "folded";
    if (folded) {
      root.dataset.nav = "folded";
    } else {
      delete root.dataset.nav;
    }
    remember("nav", folded ? "folded" : "");
  };

  // ---- Menus: <details data-menu> ----
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except && !menu.contains(except)) {
        menu.open = false;
      }
    }
  };

  const escapeMenu = () => {
    const open = document.querySelector("details[data-menu][open]");
    if (open) {
      open.open = false;
      open.querySelector("summary")?.focus();
    }
    return Boolean(open);
  };

  // ---- Rows of lists: click and Enter open, arrows move, Space selects, Esc clears the selection ----
  const acts = "a, button, input, select, textarea, label, summary, [contenteditable]";

  const openRow = (row, event) => {
    const link = row.querySelector("a.os-row-link");
    if (!link) {
      return;
    }
    if (event.ctrlKey || event.metaKey || event.button === 1) {
      window.open(link.href, "_blank", "noopener");
    } else {
      link.click();
    }
  };

  const moveInRows = (row, event) => {
    const rows = [...row.closest("table").querySelectorAll("tbody > tr[data-href]")];
    const at = rows.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined && rows[to]) {
      rows[to].focus();
      event.preventDefault();
    } else if (event.key === "Enter") {
      openRow(row, event);
      event.preventDefault();
    } else if (event.key === " ") {
      row.querySelector("td.os-col-check input")?.click();
      event.preventDefault();
    }
  };

  const typing = (element) => element?.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const closest = (selector) => target?.closest(selector);

    const themeButton = closest("[data-theme-choice]");
    if (themeButton) {
      chooseTheme(themeButton.dataset.themeChoice);
    }

    const navButton = closest("[data-nav-toggle]");
    if (navButton?.dataset.navToggle === "drawer") {
      setDrawer(!drawerOpen());
    } else if (navButton) {
      fold();
    } else if (closest("[data-nav-link]")) {
      setDrawer(false);
    }

    const item = closest(".os-menu-item");
    closeMenus(item && item.dataset.menuKeep === undefined ? null : target);

    if (closest("[data-skip]")) {
      event.preventDefault();
      document.getElementById("main")?.focus();
    }
    if (closest("[data-reload]")) {
      event.preventDefault();
      location.reload();
    }
    if (closest("[data-reconnect]")) {
      reconnect();
    }

    const row = closest("tr[data-href]");
    if (row && !closest(acts) && !String(getSelection())) {
      openRow(row, event);
    }
  });

  document.addEventListener("auxclick", (event) => {
    const row = event.target instanceof Element ? event.target.closest("tr[data-href]") : null;
    if (row && event.button === 1 && !event.target.closest(acts)) {
      openRow(row, event);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) {
      return;
    }
    const target = event.target instanceof Element ? event.target : null;
    if (event.key === "Escape") {
      if (escapeMenu()) {
        return;
      }
      if (drawerOpen()) {
        setDrawer(false);
      } else if (target?.id === "global-search") {
        target.blur();
      } else if (!document.querySelector(".rz-dialog")) {
        document.querySelector("[data-escape]")?.click();
      }
    } else if (event.key === "/" && !typing(target) && !event.ctrlKey && !event.metaKey && !document.querySelector(".rz-dialog")) {
      const search = document.getElementById("global-search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (target?.matches("tr[data-href]")) {
      moveInRows(target, event);
    }
  });

  // A menu that would leave the window at the right opens to the left instead.
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (menu instanceof HTMLDetailsElement && menu.open && menu.dataset.menu !== undefined) {
      const list = menu.querySelector(".os-menu-list");
      list?.classList.remove("os-menu-flip");
      if (list && list.getBoundingClientRect().right > window.innerWidth - 8) {
        list.classList.add("os-menu-flip");
      }
    }
  }, true);

  // ---- Connection ----
  const reconnect = async () => {
    if (!(await window.Blazor?.reconnect?.())) {
      location.reload();
    }
  };

  // The page came, but its connection was refused: the session ended in between (then the way leads to signing in), or the server is starting anew.
  window.addEventListener("unhandledrejection", (event) => {
    const lately = JSON.parse(sessionStorage.getItem("refusals") ?? "[]").filter((at) => Date.now() - at < 30000);
    if (!circuit && event.reason?.errorType === "FailedToNegotiateWithServerError" && lately.length < 3) {
      sessionStorage.setItem("refusals", JSON.stringify([...lately, Date.now()]));
      location.reload();
    }
  });

  // ---- Visibility ----
  const tellVisibility = () => circuit?.invokeMethodAsync("SetHidden", document.hidden).catch(() => {});
  document.addEventListener("visibilitychange", tellVisibility);

  // ---- Fields: into view, with the cursor in them; what is folded away is opened ----
  const reach = (element) => {
    for (let folded = element?.closest("details:not([open])"); folded; folded = folded.parentElement?.closest("details:not([open])")) {
      folded.open = true;
    }
    element?.scrollIntoView({ block: "center" });
    element?.focus({ preventScroll: true });
  };

  window.ordersync = {
    /** Called once per circuit: answers what the server wants to know, and reports the tab's visibility from then on. */
    start(reference) {
      circuit = reference;
      return { zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", hidden: document.hidden };
    },
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        return false;
      }
    },
    showFault(form) {
      const field = form?.querySelector(".os-field-wrong");
      reach(field?.querySelector("input:not([type=hidden]), select, textarea") ?? field);
    },
    focus(id) {
      reach(document.getElementById(id));
    },
  };
})();
