/** The page's words, as the server put them into its attributes, and numbers as the page's language writes them. */
export interface Texts {
  say(name: string, values?: Readonly<Record<string, string>>): string;
  percent(share: number): string;
  bytes(count: number): string;
  seconds(count: number): string;
}

const KILO = 1024;
const MINUTE = 60;
const HOUR = 3_600;

export function readTexts(root: HTMLElement): Texts {
  const { lang } = document.documentElement;
  const unit = (name: string, value: number, unitDisplay: 'short' | 'long', digits = 0): string =>
    new Intl.NumberFormat(lang, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits }).format(
      value,
    );
  return {
    say(name, values = {}) {
      const text = root.getAttribute(`data-text-${name}`) ?? '';
      return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole);
    },
    percent: (share) => new Intl.NumberFormat(lang, { style: 'percent' }).format(Math.floor(share * 100) / 100),
    bytes(count) {
      const kilobytes = count / KILO;
      return kilobytes >= 1000
        ? unit('megabyte', kilobytes / KILO, 'short', 1)
        : unit('kilobyte', Math.max(1, Math.round(kilobytes)), 'short');
    },
    seconds(count) {
      if (count < MINUTE) return unit('second', Math.max(1, Math.ceil(count)), 'long');
      if (count < HOUR) return unit('minute', Math.ceil(count / MINUTE), 'long');
      return unit('hour', Math.ceil(count / HOUR), 'long');
    },
  };
}
