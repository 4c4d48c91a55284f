export {
  isAddress,
  loadSource,
  refusalOfSource,
  type SourceNeeds,
  sourcesFrom,
  storeSource,
} from './sourceImage.ts';
