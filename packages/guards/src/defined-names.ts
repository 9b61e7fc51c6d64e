import type { DropStmt, Node } from 'libpg-query';
import { namesOf, parseScript } from './statement.ts';

/** Tables, views and functions that a script of definitions leaves behind. Not the functions of triggers, which no statement names. */
export function definedNames(script: string): Set<string> {
  const defined = new Set<string>();
  for (const node of parseScript(script)) {
    for (const name of newNames(node)) defined.add(name);
    for (const name of oldNames(node)) defined.delete(name);
  }
  return defined;
}

function newNames(node: Node): string[] {
  if ('CreateStmt' in node) return [node.CreateStmt.relation?.relname ?? ''];
  if ('ViewStmt' in node) return [node.ViewStmt.view?.relname ?? ''];
  if ('RenameStmt' in node && isTable(node.RenameStmt.renameType)) return [node.RenameStmt.newname ?? ''];
  if (!('CreateFunctionStmt' in node)) return [];
  const { funcname, returnType } = node.CreateFunctionStmt;
  return namesOf(returnType?.names).includes('trigger') ? [] : namesOf(funcname).slice(-1);
}

function oldNames(node: Node): string[] {
  if ('RenameStmt' in node && isTable(node.RenameStmt.renameType)) return [node.RenameStmt.relation?.relname ?? ''];
  return 'DropStmt' in node ? (node.DropStmt.objects ?? []).flatMap(droppedName) : [];
}

function droppedName(object: NonNullable<DropStmt['objects']>[number]): string[] {
  if ('List' in object) return namesOf(object.List.items).slice(-1);
  return 'ObjectWithArgs' in object ? namesOf(object.ObjectWithArgs.objname).slice(-1) : [];
}

function isTable(type: string | undefined): boolean {
  return type === 'OBJECT_TABLE' || type === 'OBJECT_VIEW';
}
