export { trainTrial as default } from './study/train-trial.ts'
