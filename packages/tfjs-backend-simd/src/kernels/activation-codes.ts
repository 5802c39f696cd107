/** The activations that assembly/conv2d-forward.ts applies as it stores a tile, by tfjs name. */
export const activationCodes: Readonly<Record<string, number | undefined>> = { linear: 0, relu: 1, relu6: 2 }
