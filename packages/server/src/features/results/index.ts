export { keepPicture, type PictureNeeds, UPLOADED } from './keepPicture.ts';
