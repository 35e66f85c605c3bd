"""Makes the small tokenizer that the peers load. It cuts text as the simulator's own does (option vocabulary=6740): vllm-rs asks the server to count the
tokens of every prompt and gives up when the counts differ.

A word is a space and one or two syllables, every other character is a token. It is written twice: as a plain folder, and in the layout of the hub's cache,
because AIPerf takes a folder's path for a hub name once the hub is switched off.
"""

import json
import pathlib
import sys

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

NAME = "infermark/peers"
REVISION = "0" * 40
SYLLABLES = [c + v for c in "bdfghjklmnprstvz" for v in "aeiou"]
SPECIAL = ["<unk>", "<s>", "</s>"]


def build():
    words = [" " + a for a in SYLLABLES] + [" " + a + b for a in SYLLABLES for b in SYLLABLES]
    characters = ["\n"] + [chr(c) for c in range(32, 127)]
    tokenizer = Tokenizer(models.WordLevel({t: i for i, t in enumerate(SPECIAL + words + characters)}, unk_token="<unk>"))
    cut = Regex(r" (?:[bdfghjklmnprstvz][aeiou]){1,2}(?![a-z])|[\s\S]")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(cut, behavior="isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens(SPECIAL)
    return tokenizer


def save(tokenizer, folder):
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "unk_token": "<unk>",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "</s>",
        "model_max_length": 32768,
        "clean_up_tokenization_spaces": False,
        "chat_template": "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant: ",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1))
    (folder / "config.json").write_text(json.dumps({"model_type": "llama", "vocab_size": tokenizer.get_vocab_size()}))


def main(cache):
    tokenizer = build()
    save(tokenizer, cache / "tokenizer")
    repository = cache / "hub" / ("models--" + NAME.replace("/", "--"))
    save(tokenizer, repository / "snapshots" / REVISION)
    (repository / "refs").mkdir(exist_ok=True)
    (repository / "refs" / "main").write_text(REVISION)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
