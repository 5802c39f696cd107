import { describe, expect, it } from '@jest/globals'
import { datasets } from './datasets.ts'

describe('datasets', () => {
  it('are stored under their names', () => {
    for (const [name, info] of Object.entries(datasets)) expect(info.name).toBe(name)
  })

  it('have a different name for every class', () => {
    // Class counts: arXiv:1702.05373, table II.
    const counts = Object.fromEntries(
      Object.values(datasets).map(({ name, classNames }) => [name, new Set(classNames).size]),
    )
    expect(counts).toEqual({
      mnist: 10,
      'fashion-mnist': 10,
      kmnist: 10,
      qmnist: 10,
      'emnist-balanced': 47,
      'emnist-byclass': 62,
      'emnist-bymerge': 47,
      'emnist-digits': 10,
      'emnist-letters': 26,
      'emnist-mnist': 10,
    })
  })

  it("merge EMNIST's lowercase letters that look like their capitals", () => {
    // arXiv:1702.05373, section II: C, I, J, K, L, M, O, P, S, U, V, W, X, Y and Z are merged.
    const { classNames } = datasets['emnist-bymerge']
    const merged = datasets['emnist-byclass'].classNames.filter((name) => !classNames.includes(name))
    expect(merged).toEqual(Array.from('cijklmopsuvwxyz'))
  })

  it('have a checksum for every downloaded file, of the length of its kind', () => {
    const lengths = { 'raw sha256': 64, 'gzip sha256': 64, 'gzip md5': 32, 'archive sha256': 64 }
    for (const { archive, files } of Object.values(datasets)) {
      for (const { checksums } of archive ? [archive] : Object.values(files)) {
        const [[kind, value]] = Object.entries(checksums) as [[keyof typeof lengths, string]]
        expect(value).toMatch(new RegExp(`^[0-9a-f]{${lengths[kind]}}$`))
      }
    }
  })
})
