export {
  isAddress,
  loadSource,
  refusalOfSource,
  type SourceDoor,
  type SourceNeeds,
  sourcesFrom,
  storeSource,
} from './sourceImage.ts';
