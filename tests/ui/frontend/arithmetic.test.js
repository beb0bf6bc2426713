// The microscope's arithmetic, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { explain } from "../../../sepviz/ui/components/frontend/arithmetic.js";
import { nearestOutput, positions, reached, touched } from "../../../sepviz/ui/components/frontend/axes.js";

// 4 rows, 5 columns; 2 x 3 windows with strides (1, 2), dilations (2, 1), one column of padding on the left.
const vertical = { size: 4, taps: 2, stride: 1, dilation: 2, before: 0, after: 0, count: 2 };
const horizontal = { size: 5, taps: 3, stride: 2, dilation: 1, before: 1, after: 0, count: 2 };
const image = Float32Array.from({ length: 4 * 5 * 2 }, (_, index) => index + 1);

function view(changes = {}) {
  return {
    axes: [vertical, horizontal],
    size: [4, 5, 2],
    image,
    sources: [0, 1],
    kernels: Float32Array.from([1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6]),
    output: new Float32Array(4).fill(9),
    ...changes,
  };
}

test("a window stands where stride, dilation and padding put it", () => {
  assert.deepEqual(positions(vertical, 1), [1, 3]);
  assert.deepEqual(positions(horizontal, 0), [-1, 0, 1]);
  assert.deepEqual(touched(horizontal, 2), [1, 3]);
  assert.deepEqual(reached(horizontal, 1), [0, 1]);
  assert.equal(nearestOutput(horizontal, 4), 1);
});

test("padding counts as zero and every product is that of a value and its weight", () => {
  const { slices, padded } = explain(view(), [1, 0]);
  assert.deepEqual(padded, [true, false, false, true, false, false]);
  assert.deepEqual(slices[0].window, [0, 11, 13, 0, 31, 33]);
  assert.deepEqual(slices[0].products, [0, 22, 39, 0, 155, 198]);
  assert.equal(slices[0].sum, 414);
});

test("the sum over channels takes the weights of the mix and then the bias", () => {
  const plain = explain(view(), [0, 1]);
  assert.equal(plain.sum, plain.sums[0] + plain.sums[1]);
  const mixed = explain(view({ mix: Float32Array.from([2, -1]), bias: Float32Array.from([0.5]) }), [0, 1]);
  assert.deepEqual(mixed.terms, [2 * plain.sums[0], -plain.sums[1]]);
  assert.equal(mixed.biased, mixed.sum + 0.5);
  assert.equal(mixed.result, 9);
});

test("column then row gives what their outer product gives", () => {
  const column = Float32Array.from([1, -2]);
  const row = Float32Array.from([3, 0, 1]);
  const kernels = Float32Array.from([3, 0, 1, -6, 0, -2]);
  const { passes, slices } = explain(view({ sources: [1], kernels, column, row }), [1, 1]);
  assert.equal(passes.products.reduce((sum, value) => sum + value), slices[0].sum);
});
