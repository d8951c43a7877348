/** What the server tells the page, in its `settings` element. */
export interface Settings {
  /** The path under which the server is reached, without a slash at its end. */
  base: string;
  locale: 'en' | 'zh';
  /** The page's language as a tag. */
  tag: string;
  inBubble: boolean;
  /** What style sheets made by scripts are marked with. */
  nonce: string;
  /** The address of Wendy's picture. */
  avatar: string;
  texts: { failed: string; anew: string; speak: string; placeholder: string };
}

export function readSettings(): Settings {
  return JSON.parse(element('settings').textContent ?? '') as Settings;
}

/** An element of the page by its id. Throws where there is none: the server writes them all. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
