import { button, element } from "./element.ts";

const TOLD_MS = 2000;

/** A button that copies what `text` gives at that moment, and says so. */
export function copyButton(label: string, text: () => string): HTMLElement {
  const told = element("span", { class: "told", attributes: { role: "status" } });
  const copy = async () => {
    const done = await copied(text());
    told.textContent = done ? "Copied" : "Could not be copied: select it and press Ctrl+C";
    setTimeout(() => {
      told.textContent = "";
    }, TOLD_MS);
  };
  return element(
    "span",
    { class: "copy" },
    button(label, () => void copy()),
    told,
  );
}

/** A button that saves what `text` gives as a file. */
export function saveButton(label: string, name: string, type: string, text: () => string): HTMLElement {
  return button(label, () => {
    const address = URL.createObjectURL(new Blob([text()], { type }));
    const link = element("a", { attributes: { href: address, download: name } });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), TOLD_MS);
  });
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not every browser takes a file for a safe place: the old way asks no permission.
    const area = element("textarea", { class: "unseen", attributes: { readonly: "" } });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
