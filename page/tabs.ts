import { all, element } from "./element.ts";

/** Makes tabs of sections that stand below each other where there is no script (and on paper). */
export function tabs(container: HTMLElement): void {
  const panels = all(":scope > .tab", container);
  if (panels.length < 2) return;
  const list = element("div", { class: "tablist", attributes: { role: "tablist" } });
  const buttons = panels.map((panel, index) => {
    const tab = element(
      "button",
      {
        attributes: { type: "button", role: "tab", id: `${panel.id}-tab`, "aria-controls": panel.id },
        onClick: () => show(index),
      },
      panel.querySelector("h4")?.textContent ?? "",
    );
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    return tab;
  });
  const show = (shown: number) => {
    panels.forEach((panel, index) => {
      panel.hidden = index !== shown;
      buttons[index]!.setAttribute("aria-selected", String(index === shown));
      // One stop for the tab key; arrows go on from there.
      buttons[index]!.tabIndex = index === shown ? 0 : -1;
    });
  };
  list.addEventListener("keydown", (event) => {
    const current = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const last = buttons.length - 1;
    const next: Readonly<Record<string, number>> = {
      ArrowLeft: current === 0 ? last : current - 1,
      ArrowRight: current === last ? 0 : current + 1,
      Home: 0,
      End: last,
    };
    const index = next[event.key];
    if (index === undefined || current < 0) return;
    event.preventDefault();
    show(index);
    buttons[index]!.focus();
  });
  list.append(...buttons);
  container.prepend(list);
  container.classList.add("live");
  show(0);
}
