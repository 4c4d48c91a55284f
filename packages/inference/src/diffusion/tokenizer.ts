import { Tokenizer } from '@huggingface/tokenizers';
import { type ModelFolder, ModelFolderError, readJson } from './modelFolder.ts';

/** Turns text into token numbers for a text encoder of the CLIP kind. */
export interface PromptTokenizer {
  /** The tokens of a text, without start, end and padding. */
  encode(text: string): number[];
  readonly start: number;
  readonly end: number;
  readonly padding: number;
}

/** How CLIP cuts lower-case text before byte pairs are merged. */
const CLIP_WORDS = "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+";

/**
 * Reads the `tokenizer` folder of a checkpoint: `tokenizer.json` where there is one, else `vocab.json` and `merges.txt`
 * (many Stable Diffusion checkpoints carry only these), read as CLIP's.
 * @throws ModelFolderError when neither is there or a special token is not in the vocabulary
 */
export async function readTokenizer(folder: ModelFolder): Promise<PromptTokenizer> {
  const config = (await readJson(folder, 'tokenizer/tokenizer_config.json')) ?? {};
  const special = (await readJson(folder, 'tokenizer/special_tokens_map.json')) ?? {};
  const definition = (await readJson(folder, 'tokenizer/tokenizer.json')) ?? (await clipDefinition(folder));
  const tokenizer = new Tokenizer(definition, config);
  const tokenOf = (name: string): number | undefined => {
    const text = contentOf(config[name]) ?? contentOf(special[name]);
    return text === undefined ? undefined : tokenizer.token_to_id(text);
  };
  const start = tokenOf('bos_token') ?? tokenizer.token_to_id('<|startoftext|>');
  const end = tokenOf('eos_token') ?? tokenizer.token_to_id('<|endoftext|>');
  if (start === undefined || end === undefined)
    throw new ModelFolderError('The tokenizer has no start or end token');
  return {
    encode: text => tokenizer.encode(text, { add_special_tokens: false }).ids,
    start,
    end,
    padding: tokenOf('pad_token') ?? end,
  };
}

/** A special token is written as text or as `{ "content": text, … }`. */
function contentOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'content' in value) return contentOf(value.content);
  return undefined;
}

async function clipDefinition(folder: ModelFolder): Promise<object> {
  const vocab = await readJson(folder, 'tokenizer/vocab.json');
  const merges = await folder.readText('tokenizer/merges.txt');
  if (!vocab || merges === undefined)
    throw new ModelFolderError(
      'The folder tokenizer holds neither tokenizer.json nor vocab.json and merges.txt',
    );
  const pairs = merges.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#version'));
  const special = ['<|startoftext|>', '<|endoftext|>'].filter(token => token in vocab);
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map(content => ({
      id: vocab[content],
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: CLIP_WORDS }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges: pairs,
    },
  };
}
