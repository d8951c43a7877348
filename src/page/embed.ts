import avatar from './avatar.svg';

type Words = Record<'open' | 'close' | 'title' | 'blocked' | 'window', string>;

/** The server puts the words of each language before this script. */
declare const wendyTexts: Record<'en' | 'zh', Words>;

const STYLE = `
:host { all: initial; }
* { box-sizing: border-box; font: 16px/1.4 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid #f4b860; outline-offset: 2px; box-shadow: 0 0 0 2px #083f4a; }
.bubble { position: fixed; inset: auto 20px 20px auto; z-index: 2147483000; width: 64px; height: 64px; padding: 0; border: 3px solid #fff; border-radius: 50%; background: #0b5563; box-shadow: 0 6px 20px rgb(8 40 47 / 35%); overflow: hidden; }
.bubble svg { display: block; width: 100%; height: 100%; }
.panel { position: fixed; inset: auto 20px 96px auto; z-index: 2147483000; display: flex; flex-direction: column; width: min(420px, calc(100vw - 40px)); height: min(680px, calc(100vh - 116px)); height: min(680px, calc(100dvh - 116px)); border: 1px solid #cfdedf; border-radius: 16px; background: #fff; box-shadow: 0 12px 40px rgb(8 40 47 / 35%); overflow: hidden; }
.panel[hidden], .blocked[hidden] { display: none; }
.bar { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 6px 6px 6px 16px; background: #0b5563; color: #fff; }
.bar span { font-weight: 600; }
.close { flex: none; width: 40px; height: 40px; padding: 0; border: 0; border-radius: 50%; background: transparent; color: #fff; font-size: 22px; }
.close:hover { background: #083f4a; }
iframe { flex: 1; width: 100%; min-height: 0; border: 0; }
.blocked { padding: 16px; color: #14282c; }
.blocked a { color: #0b5563; }
@media (width < 480px) { .panel { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; } .bubble[aria-expanded="true"] { display: none; } }
`;
/** How long a page that was loaded may take to say that it stands. */
const PATIENCE = 3_000;

const own = document.currentScript as HTMLScriptElement;
const base = own.src.replace(/\/wendy\.js(\?.*)?$/, '');
const tag = own.dataset.lang || document.documentElement.lang || navigator.language;
const locale = tag.toLowerCase().startsWith('zh') ? 'zh' : 'en';
const words = wendyTexts[locale];

function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(name), properties);
}

function build() {
  const host = make('div', { id: 'wendy-bubble', lang: locale });
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const bubble = make('button', { type: 'button', className: 'bubble', ariaLabel: words.open });
  bubble.append(picture());
  const panel = make('div', { className: 'panel', id: 'panel', role: 'dialog', hidden: true });
  panel.ariaLabel = words.title;
  const bar = make('div', { className: 'bar' });
  const close = make('button', { type: 'button', className: 'close', ariaLabel: words.close });
  close.textContent = '✕';
  bar.append(make('span', { textContent: words.title }), close);
  const blocked = make('div', { className: 'blocked', hidden: true, role: 'alert' });
  panel.append(bar, blocked);
  root.append(panel, bubble);
  bubble.setAttribute('aria-controls', 'panel');
  document.body.append(host);
  return { bubble, panel, close, blocked };
}

/** Drawn into the page itself: a policy of the page may forbid pictures of ours. */
function picture(): Node {
  const drawn = new DOMParser().parseFromString(avatar, 'image/svg+xml').documentElement;
  drawn.setAttribute('aria-hidden', 'true');
  return document.importNode(drawn, true);
}

function start(): void {
  const { bubble, panel, close, blocked } = build();
  const origin = new URL(base).origin;
  let frame: HTMLIFrameElement | undefined;

  const show = (shown: boolean): void => {
    panel.hidden = !shown;
    bubble.setAttribute('aria-expanded', String(shown));
    if (!shown) {
      bubble.focus();
      return;
    }
    frame ??= load();
    frame.focus();
  };

  /** The conversation starts here, and not before somebody opens the bubble. */
  const load = (): HTMLIFrameElement => {
    const address = `${base}/?in=bubble&lang=${locale}`;
    const made = make('iframe', { src: address, title: words.title, allow: 'fullscreen' });
    made.addEventListener('load', () => setTimeout(() => explain(address), PATIENCE), { once: true });
    panel.append(made);
    return made;
  };

  const explain = (address: string): void => {
    if (panel.dataset.ready) return;
    const link = make('a', { href: address.replace('in=bubble&', ''), target: '_blank', rel: 'noopener' });
    link.textContent = words.window;
    blocked.replaceChildren(make('p', { textContent: words.blocked }), link);
    blocked.hidden = false;
  };

  bubble.setAttribute('aria-expanded', 'false');
  bubble.addEventListener('click', () => show(panel.hidden !== false));
  close.addEventListener('click', () => show(false));
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
  });
  bubble.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) show(false);
  });
  addEventListener('message', ({ source, origin: from, data }) => {
    if (!frame || source !== frame.contentWindow || from !== origin) return;
    if (data?.wendy === 'close') show(false);
    if (data?.wendy === 'ready') {
      panel.dataset.ready = 'yes';
      blocked.hidden = true;
    }
  });
}

if (document.body) start();
else addEventListener('DOMContentLoaded', start);
