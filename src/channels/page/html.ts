import type { Locale } from '../../texts/texts.ts';
import { LANGUAGES } from './language.ts';

/** A text by its name in `locales/<lng>/page.json`, ready to be shown. */
export type Say = (key: PageKey) => string;

/** The names of the page's texts. */
export type PageKey =
  | 'page:title'
  | 'page:role'
  | 'page:program'
  | 'page:skip'
  | 'page:language'
  | 'page:hours'
  | 'page:kept.short'
  | 'page:kept.title'
  | 'page:kept.chat'
  | 'page:kept.contact'
  | 'page:kept.browser'
  | 'page:kept.delete'
  | 'page:forget.button'
  | 'page:forget.ask'
  | 'page:forget.yes'
  | 'page:forget.no'
  | 'page:chat'
  | 'page:opening'
  | 'page:failed'
  | 'page:anew'
  | 'page:speak'
  | 'page:placeholder'
  | 'page:noscript'
  | 'page:building'
  | 'page:bubble.open'
  | 'page:bubble.close'
  | 'page:bubble.title'
  | 'page:bubble.blocked'
  | 'page:bubble.window';

export interface PageView {
  locale: Locale;
  say: Say;
  /** Whether people are on duty, and that in words. */
  open: boolean;
  duty: string;
  /** Whether the page stands in the bubble of another one. */
  inBubble: boolean;
  nonce: string;
  /** The path under which we are reached, without a slash at its end; and a file's address. */
  base: string;
  address(name: string): string;
}

/** The customers' page. */
export function pageHtml(view: PageView): string {
  const { locale, say, inBubble, base, address } = view;
  return `<!doctype html>
<html lang="${LANGUAGES[locale].tag}"${inBubble ? ' class="bubble"' : ''}>
<head>
${head(say('page:title'), address)}
<script defer src="${address('webchat.js')}"></script>
<script type="module" src="${address('main.js')}"></script>
<script type="application/json" id="settings">${json(settingsOf(view))}</script>
</head>
<body>
<a class="skip" href="#chat">${text(say('page:skip'))}</a>
<header>
<img class="avatar" src="${address('avatar.svg')}" alt="" width="48" height="48">
<div class="who"><h1>Wendy</h1><p>${text(say('page:role'))}</p></div>
<nav aria-label="${text(say('page:language'))}">${languageLinks(view)}</nav>
</header>
<aside aria-label="${text(say('page:kept.title'))}">
<p class="program">${text(say('page:program'))}</p>
<p class="duty" id="duty" data-open="${view.open}" role="status">${text(view.duty)}</p>
<p class="hours">${text(say('page:hours'))}</p>
<p class="kept">${text(say('page:kept.short'))}</p>
<details><summary>${text(say('page:kept.title'))}</summary>
<p>${text(say('page:kept.chat'))}</p>
<p>${text(say('page:kept.contact'))}</p>
<p>${text(say('page:kept.browser'))}</p>
<p>${text(say('page:kept.delete'))}</p>
<button type="button" id="forget">${text(say('page:forget.button'))}</button>
</details>
</aside>
<main id="chat" tabindex="-1" aria-label="${text(say('page:chat'))}" data-base="${base}">
<p id="notice" role="status">${text(say('page:opening'))}</p>
<div id="webchat"></div>
<noscript><p>${text(say('page:noscript'))}</p></noscript>
</main>
<dialog id="ask" aria-labelledby="asked"><p id="asked">${text(say('page:forget.ask'))}</p>
<div><button type="button" id="no">${text(say('page:forget.no'))}</button>
<button type="button" id="yes">${text(say('page:forget.yes'))}</button></div></dialog>
</body>
</html>
`;
}

/** What stands there until the page is built; it looks again by itself. */
export function waitingHtml(locale: Locale, say: Say): string {
  return `<!doctype html>
<html lang="${LANGUAGES[locale].tag}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2"><title>${text(say('page:title'))}</title></head>
<body><main><h1>Wendy</h1><p>${text(say('page:building'))}</p></main></body>
</html>
`;
}

function head(title: string, address: PageView['address']): string {
  return `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<link rel="icon" type="image/svg+xml" href="${address('avatar.svg')}">
<link rel="stylesheet" href="${address('page.css')}">`;
}

/** What the page's script needs to know. */
function settingsOf({ locale, say, inBubble, base, address, nonce }: PageView): object {
  return {
    base,
    locale,
    tag: LANGUAGES[locale].tag,
    inBubble,
    nonce,
    avatar: address('avatar.svg'),
    texts: {
      failed: say('page:failed'),
      anew: say('page:anew'),
      speak: say('page:speak'),
      placeholder: say('page:placeholder'),
    },
  };
}

function languageLinks({ locale, inBubble, base }: PageView): string {
  return Object.entries(LANGUAGES)
    .filter(([other]) => other !== locale)
    .map(([other, { name, tag }]) => {
      const address = `${base}/?lang=${other}${inBubble ? '&in=bubble' : ''}`;
      return `<a data-language href="${text(address)}" lang="${tag}" hreflang="${tag}">${name}</a>`;
    })
    .join(' ');
}

/** JSON that may stand in a script element. */
export function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028');
}

function text(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
