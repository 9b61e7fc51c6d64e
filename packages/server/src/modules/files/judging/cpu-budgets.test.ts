import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCpuBudgets } from './cpu-budgets.ts';

test('a budget of processor time is there again by and by, and tells when', () => {
  let now = 0;
  const budgets = createCpuBudgets(600, () => now);
  const link = { name: 'link', cpuSeconds: 60 };
  budgets.spend(link, 59);
  assert.equal(budgets.waitOf(link), 0);
  budgets.spend(link, 6);
  const wait = budgets.waitOf(link);
  assert.equal(wait, 51, 'ten seconds for each one over, and one more');
  now = wait - 2;
  assert.ok(budgets.waitOf(link) > 0);
  now = wait;
  assert.equal(budgets.waitOf(link), 0);
  assert.equal(budgets.waitOf({ name: 'another', cpuSeconds: 60 }), 0);
  budgets.spend(link, 0);
  budgets.spend(link, 0.2);
  assert.ok(budgets.waitOf(link) > 0);
  now += 700;
  budgets.spend(link, 59.9);
  assert.equal(budgets.waitOf(link), 0, 'whole again');
});

test('budgets that are whole again are forgotten, those in use are not', () => {
  let now = 0;
  const budgets = createCpuBudgets(600, () => now);
  const held = { name: 'held', cpuSeconds: 60 };
  for (let link = 0; link < 10_000; link += 1) budgets.spend({ name: `link ${link}`, cpuSeconds: 60 }, 0.1);
  now = 100;
  budgets.spend(held, 90);
  for (let link = 0; link < 10_000; link += 1) budgets.spend({ name: `other ${link}`, cpuSeconds: 60 }, 0.1);
  assert.ok(budgets.waitOf(held) > 0);
});
