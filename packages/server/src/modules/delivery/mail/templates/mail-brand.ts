/** What a mail is coloured with. Whoever makes them sees to it that each stands off: controls by 3, text by 4.5. */
export interface MailColors {
  readonly control: string;
  readonly onControl: string;
  readonly light: MailTones;
  readonly dark: MailTones;
}

interface MailTones {
  /** Of links and marks. */
  readonly accent: string;
  /** Behind accents. */
  readonly soft: string;
}

/** Whose mail it is, as it shows at its head. */
export interface MailBrand {
  readonly name: string;
  readonly colors: MailColors;
  /** A picture that travels in the mail; its size in pixels. */
  readonly logo?: { readonly contentId: string; readonly width: number; readonly height: number };
}

/** Where no colour was set: near the page's own blue, in a shade that stands off in dark mail programs too. */
export const defaultColors: MailColors = {
  control: '#1f6fb5',
  onControl: '#ffffff',
  light: { accent: '#1f6fb5', soft: '#edf3f9' },
  dark: { accent: '#5793c8', soft: '#17293c' },
};
