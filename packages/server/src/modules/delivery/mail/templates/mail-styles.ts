import type { MailColors } from './mail-brand.ts';

export const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
export const textStyle = `margin:0 0 16px;${font};font-size:16px;line-height:1.5;color:#15202b;word-break:break-word;overflow-wrap:anywhere`;
export const mutedStyle = `margin:0 0 12px;${font};font-size:14px;line-height:1.5;color:#52606e`;
export const headingStyle = `margin:0 0 8px;${font};font-size:16px;line-height:1.4;font-weight:bold;color:#15202b`;

export function accentStyle({ light }: MailColors): string {
  return `color:${light.accent}`;
}

/** Of classes with their look in the dark. */
const DARK: Readonly<Record<string, (colors: MailColors) => string>> = {
  page: () => 'background-color: #0d1218',
  card: () => 'background-color: #151c25; border-color: #2a3542',
  text: () => 'color: #e7ecf2',
  muted: () => 'color: #a6b2c0',
  quote: ({ dark }) => `background-color: ${dark.soft}; border-color: ${dark.accent}; color: #e7ecf2`,
  link: ({ dark }) => `color: ${dark.accent}`,
  button: ({ control }) => `background-color: ${control}`,
  'button-label': ({ onControl }) => `color: ${onControl}`,
  plate: () => 'background-color: #ffffff; padding: 6px 10px; border-radius: 8px',
};

/** Mail programs that darken by themselves leave this alone; the others read it. Outlook's own darkening has marks of its own. */
export function darkStyle(colors: MailColors): string {
  const rules = Object.entries(DARK).map(([name, look]) => {
    const important = look(colors)
      .split('; ')
      .map((declaration) => `${declaration} !important`)
      .join('; ');
    return { name, important };
  });
  const dark = rules.map(({ name, important }) => `.${name} { ${important}; }`).join('\n');
  const outlook = rules.map(({ name, important }) => `[data-ogsc] .${name} { ${important}; }`).join('\n');
  return `@media (prefers-color-scheme: dark) {\n${dark}\n}\n${outlook}`;
}
