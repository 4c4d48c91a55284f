export { keepPicture, type PictureNeeds } from './keepPicture.ts';
