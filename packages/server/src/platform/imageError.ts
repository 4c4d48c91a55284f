/**
 * Why an image was refused:
 * - `encoding`: no base64.
 * - `not an image`: bytes of no format that is taken.
 * - `too large`: more bytes than allowed.
 * - `resolution`: more pixels than allowed, by its header.
 * - `unreadable`: damaged, cut off, or of a shape that cannot be kept.
 * - `busy`: too many images wait already; nothing is wrong with this one.
 */
export type ImageReason = 'encoding' | 'not an image' | 'too large' | 'resolution' | 'unreadable' | 'busy';

export class ImageError extends Error {
  override name = 'ImageError';
  readonly reason: ImageReason;

  constructor(reason: ImageReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
