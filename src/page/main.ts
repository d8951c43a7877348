import { chatProperties } from './chat.ts';
import { createLine } from './line.ts';
import { createMemory } from './memory.ts';
import { createSession } from './session.ts';
import { element, readSettings } from './settings.ts';
import { watchSockets } from './sockets.ts';

const settings = readSettings();
const { base, texts, inBubble } = settings;
const domain = `${location.origin}${base}/v3/directline`;
const session = createSession(domain);
const notice = element('notice');
const speak = createMemory('wendy.speak', 'for this tab');
const DUTY_EVERY = 5 * 60_000;

function tell(words: string): void {
  notice.textContent = words;
  notice.hidden = words === '';
}

function openChat(): void {
  let refused = false;
  let rendered = false;
  const sockets = watchSockets(`${base}/live`, () => line.reopen());
  const line = createLine({
    webChat: window.WebChat,
    session,
    domain,
    tag: startTag(),
    polls: () => sockets.blocked,
    onConnected: (connected) => tell(connected ? (refused ? texts.anew : '') : texts.failed),
    onRefused: () => {
      // What is on show is another conversation's by now: another tab has ended it.
      if (rendered) return location.reload();
      refused = true;
      session.leave();
      line.reopen();
    },
  });
  line.activity$.subscribe({
    next: ({ from }) => {
      if (from.role === 'user') document.body.classList.add('talking');
    },
  });
  addEventListener('online', () => line.reopen());
  void line.opened.then(() => {
    rendered = true;
    window.WebChat.renderWebChat(chatProperties(settings, line, askForLanguage()), element('webchat'));
  });
}

/** The browser's own tag where it is of the page's language: it may name the country too. */
function startTag(): string {
  const own = navigator.language;
  return own.toLowerCase().startsWith(settings.locale) ? own : settings.tag;
}

/** Who changes the page's language in the middle of a conversation wants Wendy to change hers: what to say to her. */
function askForLanguage(): string | undefined {
  for (const link of document.querySelectorAll('a[data-language]')) {
    link.addEventListener('click', () => {
      if (session.known) speak.set('asked');
    });
  }
  const asked = speak.get() === 'asked';
  speak.set(undefined);
  return asked ? texts.speak : undefined;
}

function offerForgetting(): void {
  const ask = element('ask') as HTMLDialogElement;
  element('forget').addEventListener('click', () => ask.showModal());
  element('no').addEventListener('click', () => ask.close());
  element('yes').addEventListener('click', () => {
    ask.close();
    session.forget().then(
      () => location.reload(),
      () => tell(texts.failed),
    );
  });
}

function keepDutyTrue(): void {
  const duty = element('duty');
  setInterval(() => {
    fetch(`${base}/page/duty?lang=${settings.locale}`)
      .then((response) => response.json())
      .then((now: { open: boolean; duty: string }) => {
        duty.dataset.open = String(now.open);
        if (duty.textContent !== now.duty) duty.textContent = now.duty;
      })
      .catch(() => {});
  }, DUTY_EVERY);
}

/** The page around the bubble closes it, and knows by the first word that we could be opened there. */
function answerBubble(): void {
  parent.postMessage({ wendy: 'ready' }, '*');
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) {
      parent.postMessage({ wendy: 'close' }, '*');
    }
  });
}

if (inBubble) answerBubble();
offerForgetting();
keepDutyTrue();
openChat();
