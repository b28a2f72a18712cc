import { all, button, element } from "./element.ts";

/** What happens when episodes are shown; both are called with the place of the episode in the page's data. */
export interface PanelListener {
  /** An episode comes into view, perhaps not for the first time. */
  onShow(place: number, panel: HTMLElement): void;
  /** An episode is the one that the reader chose. */
  onChoose(place: number): void;
}

/** Shows one episode at a time, or all of them below each other. The page's address names the chosen one. */
export class EpisodePanels {
  readonly #panels = all("#panels > .episode");
  readonly #listener: PanelListener;
  #isAll = false;
  #chosen = 0;

  constructor(listener: PanelListener) {
    this.#listener = listener;
    if (this.#panels.length === 0) return;
    if (this.#panels.length > 1) this.#addControls();
    const leading = this.#panels.findIndex((panel) => "leading" in panel.dataset);
    this.#choose(Math.max(0, this.#addressed() ?? leading));
    addEventListener("hashchange", () => {
      const place = this.#addressed();
      if (place === null) return;
      this.#choose(place);
      this.#panels[place]!.scrollIntoView();
    });
  }

  #addControls(): void {
    const last = this.#panels.length - 1;
    this.#panels.forEach((panel, place) => {
      const earlier = button("← Earlier", () => this.#go(place - 1));
      const later = button("Later →", () => this.#go(place + 1));
      earlier.disabled = place === 0;
      later.disabled = place === last;
      const steps = element(
        "nav",
        { class: "steps", attributes: { "aria-label": "Episodes" } },
        earlier,
        later,
      );
      panel.querySelector("header")!.append(steps);
    });
    const every = button("Show all episodes below each other", () => {
      this.#isAll = !this.#isAll;
      every.setAttribute("aria-pressed", String(this.#isAll));
      this.#choose(this.#chosen);
    });
    every.setAttribute("aria-pressed", "false");
    document.querySelector("#episodes")?.append(every);
  }

  #choose(chosen: number): void {
    this.#chosen = chosen;
    this.#panels.forEach((panel, place) => {
      panel.hidden = !this.#isAll && place !== chosen;
      if (!panel.hidden) this.#listener.onShow(place, panel);
    });
    for (const link of all("#episodes a")) {
      const isChosen = link.getAttribute("href") === `#${this.#panels[chosen]!.id}`;
      link.closest("tr")?.classList.toggle("current", isChosen);
      if (isChosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.#listener.onChoose(chosen);
  }

  #go(place: number): void {
    const panel = this.#panels[place]!;
    location.hash = `#${panel.id}`;
    // Who goes on with the keyboard goes on there.
    const heading = panel.querySelector("h2")!;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /** The place of the episode that the page's address names. */
  #addressed(): number | null {
    const { hash } = location;
    const place = this.#panels.findIndex(({ id }) => hash === `#${id}` || hash === `#${encodeURI(id)}`);
    return place < 0 ? null : place;
  }
}
