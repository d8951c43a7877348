import type { Settings } from './settings.ts';
import type { Line, StoreMiddleware } from './webchat.ts';

const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

const COLOURS = {
  brand: '#0b5563',
  brandDark: '#083f4a',
  paper: '#f4f8f8',
  ink: '#14282c',
  line: '#cfdedf',
  quiet: '#4b6266',
};

/** How Web Chat looks. */
const STYLE = {
  accent: COLOURS.brand,
  subtle: COLOURS.quiet,
  backgroundColor: COLOURS.paper,
  primaryFont: FONT,
  avatarSize: 36,
  bubbleBackground: '#ffffff',
  bubbleBorderColor: COLOURS.line,
  bubbleBorderRadius: 14,
  bubbleTextColor: COLOURS.ink,
  bubbleFromUserBackground: COLOURS.brand,
  bubbleFromUserBorderColor: COLOURS.brand,
  bubbleFromUserBorderRadius: 14,
  bubbleFromUserTextColor: '#ffffff',
  bubbleMinWidth: 40,
  bubbleMaxWidth: 560,
  emojiSet: {},
  sendBoxHeight: 52,
  sendBoxTextWrap: true,
  sendBoxBorderTop: `solid 1px ${COLOURS.line}`,
  sendBoxPlaceholderColor: COLOURS.quiet,
  sendBoxButtonColor: COLOURS.brand,
  suggestedActionLayout: 'flow',
  suggestedActionsFlowMaxHeight: 'min(36vh, 320px)',
  suggestedActionBorderRadius: 20,
  suggestedActionBorderWidth: 1,
  suggestedActionBorderColor: COLOURS.brand,
  suggestedActionTextColor: COLOURS.brand,
  suggestedActionHeight: 40,
  suggestedActionsStackedLayoutButtonTextWrap: true,
  groupTimestamp: 5 * 60_000,
  timestampColor: COLOURS.quiet,
  transcriptVisualKeyboardIndicatorColor: COLOURS.brand,
};

/** Cards are set in the size of the other messages. */
const CARDS = {
  fontFamily: FONT,
  fontSizes: { small: 14, default: 16, medium: 18, large: 21, extraLarge: 26 },
  containerStyles: {
    default: {
      foregroundColors: {
        default: { default: COLOURS.ink, subtle: COLOURS.quiet },
        accent: { default: COLOURS.brand, subtle: COLOURS.brand },
      },
    },
  },
};

/** What Web Chat is rendered with. `says`: what is said for the customer as soon as there is a connection. */
export function chatProperties(
  { tag, nonce, avatar, texts }: Settings,
  directLine: Line,
  says: string | undefined,
): Record<string, unknown> {
  return {
    directLine,
    store: window.WebChat.createStore({}, ...(says === undefined ? [] : [sayOnceConnected(says)])),
    locale: tag,
    nonce,
    styleOptions: { ...STYLE, botAvatarImage: avatar, botAvatarInitials: 'W' },
    adaptiveCardsHostConfig: CARDS,
    overrideLocalizedStrings: { TEXT_INPUT_PLACEHOLDER: texts.placeholder },
  };
}

function sayOnceConnected(text: string): StoreMiddleware {
  let said = false;
  return (store) => (next) => (action) => {
    const result = next(action);
    if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED' && !said) {
      said = true;
      store.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { method: 'keyboard', text } });
    }
    return result;
  };
}
