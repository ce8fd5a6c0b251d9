/** Smooth lines from a pen, a finger or a mouse, for the signature island. */
export { default as SignaturePad } from 'signature_pad';
