import { element } from "./element.ts";

/** Shows what a circle of a map stands for at once, where the browser's own tip comes late or, on a phone, never. */
export function mapTips(map: HTMLElement): void {
  const tip = element("div", { class: "tip", attributes: { "aria-hidden": "true" } });
  map.append(tip);
  for (const circle of map.querySelectorAll("circle")) {
    const title = circle.querySelector("title");
    if (title === null) continue;
    const text = title.textContent ?? "";
    // The tables beside the map tell the same to those who cannot see it.
    title.remove();
    circle.addEventListener("pointerenter", () => {
      tip.textContent = text;
      tip.classList.add("shown");
      const [frame, place] = [map.getBoundingClientRect(), circle.getBoundingClientRect()];
      const half = tip.offsetWidth / 2;
      const middle = place.left + place.width / 2 - frame.left;
      tip.style.left = `${Math.min(Math.max(middle, half), frame.width - half) - half}px`;
      tip.style.top = `${place.top - frame.top - tip.offsetHeight - 4}px`;
    });
    circle.addEventListener("pointerleave", () => tip.classList.remove("shown"));
  }
}
