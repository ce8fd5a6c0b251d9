import type { Plan, PlannedTable } from '@/api/generate';

/** The titles of the screens that would be made for a table. */
export function screensOf(table: PlannedTable, plan: Plan): string[] {
  return table.screens ?? plan.screens.filter((screen) => screen.table === table.ref).map((screen) => screen.title);
}
