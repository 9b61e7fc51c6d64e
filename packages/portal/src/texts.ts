/** The page's words, as the server put them into its attributes, and numbers as the page's language writes them. */
export interface Texts {
  say(name: string, values?: Readonly<Record<string, string>>): string;
  /** In the plural form of the count. */
  count(name: string, count: number): string;
  percent(share: number): string;
  bytes(count: number): string;
  seconds(count: number): string;
}

const KILO = 1024;
const MINUTE = 60;
const HOUR = 3_600;
const SHORT = { unitDisplay: 'short' } as const;
const LONG = { unitDisplay: 'long' } as const;

export function readTexts(root: HTMLElement): Texts {
  const { lang } = document.documentElement;
  const unit = (name: string, value: number, form: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(lang, { style: 'unit', unit: name, maximumFractionDigits: 0, ...form }).format(value);
  const say: Texts['say'] = (name, values = {}) => {
    const text = root.getAttribute(`data-text-${name}`) ?? '';
    return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole);
  };
  return {
    say,
    count: (name, count) =>
      say(`${name}-${new Intl.PluralRules(lang).select(count)}`, { count: new Intl.NumberFormat(lang).format(count) }),
    percent: (share) => new Intl.NumberFormat(lang, { style: 'percent' }).format(Math.floor(share * 100) / 100),
    bytes(count) {
      const kilobytes = count / KILO;
      return kilobytes >= 1000
        ? unit('megabyte', kilobytes / KILO, { ...SHORT, maximumFractionDigits: 1 })
        : unit('kilobyte', Math.max(1, Math.round(kilobytes)), SHORT);
    },
    seconds(count) {
      if (count < MINUTE) return unit('second', Math.max(1, Math.ceil(count)), LONG);
      if (count < HOUR) return unit('minute', Math.ceil(count / MINUTE), LONG);
      return unit('hour', Math.ceil(count / HOUR), LONG);
    },
  };
}
