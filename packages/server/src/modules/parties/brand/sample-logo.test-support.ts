import sharp from 'sharp';

/** A word mark on nothing, as logos often are: dark, drawn for white paper. */
export function makeSampleLogo(): Promise<Buffer> {
  const letters = [
    'M0 0h12v60H0z',
    'M20 0h12v60H20z M20 0h40v12H20z M48 0h12v60H48z',
    'M72 0h12v60H72z M72 48h36v12H72z',
  ];
  const words = letters.map((path, index) => `<path transform="translate(${90 + index * 118} 20)" d="${path}"/>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="440" height="100">
    <circle cx="50" cy="50" r="44" fill="#1f6fb5"/><path d="M26 52l18 18 32-38" fill="none" stroke="#fff" stroke-width="12"/>
    <g fill="#12263a">${words.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
