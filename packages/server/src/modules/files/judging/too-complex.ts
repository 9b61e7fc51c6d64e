/** The file asks for more memory, steps or depth than an honest one. */
export class TooComplex extends Error {
  override readonly name = 'TooComplex';
}
