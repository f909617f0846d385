export { isOutage, openDatabase, type Database, type DatabaseOptions, type Statement } from './database.js';
export { oneStatement, type Part } from './parts.js';
