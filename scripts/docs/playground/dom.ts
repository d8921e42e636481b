// Creates elements from data: text is always text, never markup.
export type Child = Node | string | null;

/** Creates an element with attributes and children, ignoring nulls. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Creates a button with an action. */
export function button(label: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", act);
  return made;
}

/** Finds the page's element by id and type. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`the page has no ${type.name} #${id}`);
}

/** Replaces the contents of a section below its heading and controls. */
export function show(section: string, ...children: readonly Child[]): void {
  const place = document.querySelector(`#${section} > div:last-child`);
  place?.replaceChildren(...children.filter((child) => child !== null));
}

export function options(select: HTMLSelectElement, values: readonly (readonly [value: string, label: string])[]): void {
  select.replaceChildren(...values.map(([value, label]) => element("option", { value }, label)));
}

/** Creates a table with a header row. */
export function table(headings: readonly string[], rows: readonly (readonly Child[])[]): HTMLTableElement {
  const head = element("tr", {}, ...headings.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
}

export const code = (text: string): HTMLElement => element("code", {}, text);
export const dim = (text: string): HTMLElement => element("span", { class: "dim" }, text);
