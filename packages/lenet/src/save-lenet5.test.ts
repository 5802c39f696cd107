import { describe, expect, it } from '@jest/globals'
import { dispose, memory } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import '../test/cpu-backend.ts'
import { arbitraryOptions, randomImages } from '../test/models.ts'
import { createLeNet5 } from './create-lenet5.ts'
import { loadLeNet5 } from './load-lenet5.ts'
import { parameterBytes } from './parameter-bytes.ts'
import { decodeSafetensors, SafetensorsError } from './safetensors/decode-safetensors.ts'
import { encodeSafetensors } from './safetensors/encode-safetensors.ts'
import type { TensorData } from './safetensors/encode-safetensors.ts'
import { saveLeNet5 } from './save-lenet5.ts'

describe('saveLeNet5', () => {
  it('writes what loadLeNet5 reads: the same options, the same bits, the same logits', () => {
    const before = memory().numTensors
    fc.assert(
      fc.property(arbitraryOptions(), (options) => {
        const model = createLeNet5(options)
        const file = saveLeNet5(model)
        const loaded = loadLeNet5(file)
        expect(loaded.config).toEqual(model.config)
        expect(parameterBytes(loaded)).toEqual(parameterBytes(model))
        expect(saveLeNet5(loaded)).toEqual(file)

        const images = randomImages(model, 2)
        const logits = [model.apply(images), loaded.apply(images)]
        expect(logits[1].dataSync()).toEqual(logits[0].dataSync())
        dispose([images, ...logits])
        model.dispose()
        loaded.dispose()
      }),
      { numRuns: 50 },
    )
    expect(memory().numTensors).toBe(before)
  })

  it('describes the model in the metadata', () => {
    const model = createLeNet5({ classes: 26, seed: -3 })
    expect(decodeSafetensors(saveLeNet5(model)).metadata).toEqual({
      architecture: 'LeNet-5',
      formatVersion: '1',
      options:
        '{"inputShape":[28,28,1],"classes":26,"filters":[6,16],"kernelSize":5,"units":[120,84],' +
        '"activation":"relu","pooling":"max","padding":"valid","seed":-3}',
    })
    model.dispose()
  })
})

describe('loadLeNet5', () => {
  it('copies: the bytes may be reused, at any alignment', () => {
    const model = createLeNet5({ units: [2, 2], seed: 8 })
    const file = saveLeNet5(model)
    for (const offset of [0, 1, 2, 3]) {
      const bytes = new Uint8Array(file.length + offset).subarray(offset)
      bytes.set(file)
      const loaded = loadLeNet5(bytes)
      bytes.fill(0xff)
      expect(parameterBytes(loaded)).toEqual(parameterBytes(model))
      loaded.dispose()
    }
    model.dispose()
  })

  describe('rejects', () => {
    const model = createLeNet5({
      inputShape: [4, 4, 1],
      kernelSize: 1,
      filters: [1, 1],
      units: [1, 1],
      classes: 2,
    })
    const file = saveLeNet5(model)
    model.dispose()
    const { tensors, metadata } = decodeSafetensors(file)

    function expectRefusal(
      changedTensors: Record<string, TensorData>,
      changedMetadata: Record<string, string>,
      message: string,
    ): void {
      const before = memory().numTensors
      const bytes = encodeSafetensors(changedTensors, changedMetadata)
      expect(() => loadLeNet5(bytes)).toThrow(SafetensorsError)
      expect(() => loadLeNet5(bytes)).toThrow(message)
      expect(memory().numTensors).toBe(before)
    }

    it('a file cut at any byte', () => {
      for (let length = 0; length < file.length; length++) {
        expect(() => loadLeNet5(file.subarray(0, length))).toThrow(SafetensorsError)
      }
    })

    it('another architecture, or none', () => {
      expectRefusal(
        tensors,
        { ...metadata, architecture: 'AlexNet' },
        'Safetensors metadata names architecture "AlexNet", expected "LeNet-5": this file was not written by saveLeNet5().',
      )
      expectRefusal(
        tensors,
        {},
        'Safetensors metadata names no architecture, expected "LeNet-5": this file was not written by saveLeNet5().',
      )
    })

    it('another format version', () => {
      expectRefusal(
        tensors,
        { ...metadata, formatVersion: '2' },
        'LeNet-5 file has format version 2, expected 1. Read the file with the version that wrote it.',
      )
    })

    it('options of no valid model', () => {
      for (const options of ['', 'null', '{"classes":0}', '{"inputShape":[4,4,1]}']) {
        expectRefusal(
          tensors,
          { ...metadata, options },
          `LeNet-5 file has invalid options in its metadata: ${options}.`,
        )
      }
    })

    it('a missing or extra tensor, another shape or dtype', () => {
      const { 'dense2.bias': bias, ...rest } = tensors
      expectRefusal(rest, metadata, 'LeNet-5 file lacks the tensor "dense2.bias".')
      expectRefusal(
        { ...tensors, constructor: bias },
        metadata,
        'LeNet-5 file has a tensor "constructor", which the model does not have.',
      )
      expectRefusal(
        { ...tensors, 'dense2.bias': { ...bias, shape: [1, 1] } },
        metadata,
        'LeNet-5 tensor "dense2.bias" must be float32 [1] for the file\'s options, got float32 [1, 1].',
      )
      expectRefusal(
        { ...tensors, 'dense2.bias': { dtype: 'int32', shape: [1], data: new Int32Array(1) } },
        metadata,
        'LeNet-5 tensor "dense2.bias" must be float32 [1] for the file\'s options, got int32 [1].',
      )
    })
  })
})
