"""python -m benchmarks [NAME ...]: measures, and prints a line for each bar; the table again at the end."""

import sys

from benchmarks import matching

SUITES = matching.BARS


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]}; there are {', '.join(SUITES)}.")
    bars = [bar for name in names or SUITES for bar in SUITES[name]()]
    print()
    for bar in bars:
        print(bar)


if __name__ == "__main__":
    main(sys.argv[1:])
