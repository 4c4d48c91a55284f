export { isAddress, loadSource, refusalOfSource, type SourceNeeds, storeSource } from './sourceImage.ts';
