/** What an element is given when it is made: attributes, and what happens on a click. */
export interface ElementOptions {
  readonly class?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
}

/** An element with its contents. Texts stay texts: there is no way in for markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: ElementOptions,
  ...contents: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  if (options.onClick !== undefined) made.addEventListener("click", options.onClick);
  made.append(...contents);
  return made;
}

/** A button that says what it does. */
export function button(label: string, onClick: () => void, title?: string): HTMLButtonElement {
  const attributes = { type: "button", ...(title === undefined ? {} : { title, "aria-label": title }) };
  return element("button", { attributes, onClick }, label);
}

/** The elements that match, within one. */
export function all(selector: string, within: ParentNode = document): readonly HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(selector)];
}
