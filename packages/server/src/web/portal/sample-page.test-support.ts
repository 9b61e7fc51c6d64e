import sharp from 'sharp';

/** A page of writing, as small as a preview. */
export function makeSamplePage(): Promise<Buffer> {
  const lines = Array.from(
    { length: 12 },
    (_, index) => `<path d="M16 ${40 + index * 9}h${index % 4 === 3 ? 48 : 88}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="160"><path fill="#fff" d="M0 0h120v160H0z"/>
    <path fill="#1f6fb5" d="M16 14h40v12H16z"/><g stroke="#8b97a5" stroke-width="4">${lines.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
