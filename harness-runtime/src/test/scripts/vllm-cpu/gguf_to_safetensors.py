"""Writes a GGUF file of a llama-like model as a folder that Python engines load: weights in bfloat16, configuration, tokenizer, chat template.

    python gguf_to_safetensors.py MODEL.gguf FOLDER

The registry has SmolLM2 as a GGUF file only. Quantised weights are dequantised first, so both engines compute with the same numbers up to rounding. The same file
gives the same bytes. Needs the packages gguf and numpy.
"""

import json
import pathlib
import struct
import sys

import numpy
from gguf import GGUFReader, dequantize

CONTROL_TOKEN = 3  # gguf's token type of <|im_start|> and its like
PRE_TOKENIZERS = {"smollm": [{"type": "Digits", "individual_digits": True}]}

WHOLE_MODEL = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
}
PER_LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


class Gguf:
    """The file: its tensors, and its metadata by key."""

    def __init__(self, path):
        reader = GGUFReader(path)
        self.tensors = [tensor for tensor in reader.tensors if tensor.name != "rope_freqs.weight"]
        self._fields = {key: field.contents() for key, field in reader.fields.items()}
        self._architecture = self._fields["general.architecture"]
        if self._architecture != "llama":
            raise SystemExit(f"only llama-like models can be converted; this one is {self._architecture}")

    def model(self, key):
        return self._fields[f"{self._architecture}.{key}"]

    def tokenizer(self, key):
        return self._fields.get(f"tokenizer.ggml.{key}")

    def chat_template(self):
        return self._fields.get("tokenizer.chat_template")

    def token(self, role):
        """The text of a special token, or None."""
        number = self.tokenizer(f"{role}_token_id")
        return None if number is None else self.tokenizer("tokens")[number]


def hub_name(name):
    """blk.3.attn_q.weight is model.layers.3.self_attn.q_proj.weight where the Python engines look."""
    words = name.split(".")
    if words[0] == "blk":
        _, layer, part, kind = words
        return f"model.layers.{layer}.{PER_LAYER[part]}.{kind}"
    part, kind = words
    return f"{WHOLE_MODEL[part]}.{kind}"


def halves_apart(weight, heads):
    """llama.cpp keeps the two halves of each head's rotary dimensions interleaved; the Python engines keep them one after the other."""
    rows = weight.shape[0]
    return weight.reshape(heads, rows // heads // 2, 2, -1).swapaxes(1, 2).reshape(weight.shape)


def weight_of(tensor, gguf):
    shape = [int(size) for size in reversed(tensor.shape)]
    weight = dequantize(tensor.data, tensor.tensor_type).reshape(shape)
    if ".attn_q." in tensor.name:
        return halves_apart(weight, gguf.model("attention.head_count"))
    if ".attn_k." in tensor.name:
        return halves_apart(weight, gguf.model("attention.head_count_kv"))
    return weight


def bfloat16(weight):
    """The bytes of the nearest bfloat16, ties to even."""
    bits = numpy.ascontiguousarray(weight, numpy.float32).view(numpy.uint32).astype(numpy.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2").tobytes()


def write_weights(gguf, file):
    """The safetensors format: length of the header, header, then the tensors one after the other."""
    header, blocks, offset = {"__metadata__": {"format": "pt"}}, [], 0
    for tensor in gguf.tensors:
        weight = weight_of(tensor, gguf)
        block = bfloat16(weight)
        header[hub_name(tensor.name)] = {
            "dtype": "BF16",
            "shape": list(weight.shape),
            "data_offsets": [offset, offset + len(block)],
        }
        offset += len(block)
        blocks.append(block)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as sink:
        sink.write(struct.pack("<Q", len(text)))
        sink.write(text)
        for block in blocks:
            sink.write(block)


def special_ids(gguf):
    return {f"{role}_token_id": gguf.tokenizer(f"{field}_token_id") for role, field in (("bos", "bos"), ("eos", "eos"), ("pad", "padding"))}


def config(gguf):
    heads = gguf.model("attention.head_count")
    theta = gguf.model("rope.freq_base")
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "dtype": "bfloat16",
        "torch_dtype": "bfloat16",
        "vocab_size": len(gguf.tokenizer("tokens")),
        "hidden_size": gguf.model("embedding_length"),
        "intermediate_size": gguf.model("feed_forward_length"),
        "num_hidden_layers": gguf.model("block_count"),
        "num_attention_heads": heads,
        "num_key_value_heads": gguf.model("attention.head_count_kv"),
        "head_dim": gguf.model("embedding_length") // heads,
        "max_position_embeddings": gguf.model("context_length"),
        # The file holds it in single precision, which prints as 9.99999974e-06.
        "rms_norm_eps": float(f"{gguf.model('attention.layer_norm_rms_epsilon'):.6g}"),
        "rope_theta": theta,
        "rope_parameters": {"rope_type": "default", "rope_theta": theta},
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": all(tensor.name != "output.weight" for tensor in gguf.tensors),
        **special_ids(gguf),
    }


def tokenizer(gguf):
    """Byte-level BPE in the format of the tokenizers library."""
    tokens = gguf.tokenizer("tokens")
    pre = gguf.tokenizer("pre")
    if pre not in PRE_TOKENIZERS:
        raise SystemExit(f"the pre-tokenizer {pre} is not known here; known: {', '.join(PRE_TOKENIZERS)}")
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": number, "content": tokens[number], **flags}
            for number, kind in enumerate(gguf.tokenizer("token_type"))
            if kind == CONTROL_TOKEN
        ],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [*PRE_TOKENIZERS[pre], byte_level]},
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {token: number for number, token in enumerate(tokens)},
            "merges": [merge.split(" ") for merge in gguf.tokenizer("merges")],
        },
    }


def tokenizer_config(gguf):
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": gguf.model("context_length"),
        "clean_up_tokenization_spaces": False,
        "add_prefix_space": False,
        "bos_token": gguf.token("bos"),
        "eos_token": gguf.token("eos"),
        "pad_token": gguf.token("padding"),
        "unk_token": gguf.token("unknown"),
        "chat_template": gguf.chat_template(),
    }


def main():
    gguf, folder = Gguf(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    documents = {
        "config.json": config(gguf),
        "generation_config.json": special_ids(gguf),
        "tokenizer.json": tokenizer(gguf),
        "tokenizer_config.json": tokenizer_config(gguf),
    }
    for name, content in documents.items():
        (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_weights(gguf, folder / "model.safetensors")
    print(f"{folder}: {len(gguf.tensors)} tensors, {len(gguf.tokenizer('tokens'))} tokens")


if __name__ == "__main__":
    main()
