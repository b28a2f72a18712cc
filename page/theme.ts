import { button, element } from "./element.ts";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const KEY = "tidegauge-theme";

/** The choice between light, dark and what the system says. `onChange` is called whenever colours have changed. */
export function themeControl(onChange: () => void): HTMLElement {
  const buttons = THEMES.map((theme) =>
    button(theme === "auto" ? "Auto" : theme === "light" ? "Light" : "Dark", () => {
      show(theme);
      keep(theme);
      onChange();
    }),
  );
  const show = (theme: Theme) => {
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    THEMES.forEach((each, index) => {
      buttons[index]!.setAttribute("aria-pressed", String(each === theme));
    });
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
  show(kept());
  return element(
    "div",
    { class: "segments", attributes: { role: "group", "aria-label": "Colours" } },
    ...buttons,
  );
}

/** A page opened from a file may have no storage: then the choice lasts as long as the page. */
function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}

function kept(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "auto";
  } catch {
    return "auto";
  }
}
