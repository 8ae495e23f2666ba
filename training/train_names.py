"""Train the name model: python training/train_names.py DATA OUT [--steps N]; see training/README.md.

DATA holds nob_train.spacy, nno_train.spacy and the same for dev (NorNE as spaCy's DocBin). OUT gets the model, ready to
ship.
"""

import argparse
import json
import random
import re
import shutil
from pathlib import Path

import spacy
from augmenting import augmented
from spacy.cli.train import train
from spacy.tokens import Doc, DocBin

FORMS = ("nob", "nno")
SEED = 7


def texts(nlp: spacy.Language, data: Path, split: str) -> list[Doc]:
    """The annotated texts of both written forms."""
    return [doc for form in FORMS for doc in DocBin().from_disk(data / f"{form}_{split}.spacy").get_docs(nlp.vocab)]


def stored(docs: list[Doc], path: Path) -> None:
    """Lay texts down where spaCy's trainer finds them, in random order."""
    random.Random(SEED).shuffle(docs)  # noqa: S311 - the order of training, not a secret
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SENT_START", "SPACY"], docs=docs).to_disk(path)
    print(path, len(docs), "texts,", sum(map(len, docs)), "words and marks", flush=True)


def main() -> None:
    """Build the training text, train, and lay the best model down."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--steps", type=int, default=5200)
    options.add_argument("--work", type=Path, default=Path("build/training"))
    chosen = options.parse_args()
    nlp = spacy.blank("nb")
    stored(list(augmented(nlp, texts(nlp, chosen.data, "train"), SEED)), chosen.work / "train.spacy")
    stored(texts(nlp, chosen.data, "dev"), chosen.work / "dev.spacy")
    train(
        Path(__file__).with_name("config.cfg"),
        chosen.work / "model",
        overrides={
            "paths.train": str(chosen.work / "train.spacy"),
            "paths.dev": str(chosen.work / "dev.spacy"),
            "training.max_steps": chosen.steps,
            "training.optimizer.learn_rate.total_steps": chosen.steps + 50,
        },
    )
    shutil.copytree(chosen.work / "model" / "model-best", chosen.out, dirs_exist_ok=True)
    ready_to_ship(chosen.out)


def ready_to_ship(model: Path) -> None:
    """Leave out the words of the training texts and where they lay, and say what the model is.

    It needs only its labels and the tokeniser's own strings.
    """
    kept = {*spacy.blank("nb").vocab.strings, *spacy.load(model).get_pipe("ner").labels}
    (model / "vocab" / "strings.json").write_text(json.dumps(sorted(kept), ensure_ascii=False), "utf-8")
    settings = (model / "config.cfg").read_text("utf-8")
    (model / "config.cfg").write_text(
        re.sub(r"^(train|dev) = .+$", r"\1 = null", settings, flags=re.MULTILINE), "utf-8"
    )
    told = json.loads((model / "meta.json").read_text("utf-8"))
    told |= {"name": "qualcode_names", "version": "1.0.0", "license": "MIT", "spacy_version": ">=3.8.7,<3.9.0"}
    told["description"] = "Names in Norwegian text, bokmål and nynorsk; see LICENSES_SOURCES."
    (model / "meta.json").write_text(json.dumps(told, ensure_ascii=False, indent=2), "utf-8")


if __name__ == "__main__":
    main()
