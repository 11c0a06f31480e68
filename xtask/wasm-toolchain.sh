#!/bin/sh
# Finds a Rust compiler that can compile for the browser, or makes one. Prints it on one line: `rustc` when the one
# in the path will do, else the path of another, with its `cargo` beside it.
#
#   1. The compiler in the path has the target: nothing to do.
#   2. rustup can add the target.
#   3. Everywhere else Debian's rustc-web with rust-web-src and the lld of the same LLVM: the standard library is
#      compiled once, into a private folder that is keyed by the exact compiler.
set -eu

target=wasm32-unknown-unknown
say() { echo "wasm-toolchain: $*" >&2; }

# Tells whether the compiler $1 has the standard library for the browser.
has_target() {
	libdir=$("$1" --print target-libdir --target $target 2>/dev/null) || return 1
	set -- "$libdir"/libstd-*.rlib
	[ -e "$1" ]
}

if command -v rustc >/dev/null && has_target rustc; then
	echo rustc
	exit
fi
if command -v rustup >/dev/null; then
	say "adding the target $target with rustup"
	if timeout 300 rustup target add $target >&2 && has_target rustc; then
		echo rustc
		exit
	fi
	say "rustup could not add it; falling back on the compiler of the distribution"
fi

# Installs Debian packages, or says how to do without.
install() {
	if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
		say "missing: the target $target. Either 'rustup target add $target', or as root: apt-get install $*"
		exit 1
	fi
	say "installing $*"
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

if ! [ -x /usr/bin/rustc ] || ! [ -d /usr/lib/rustlib/src/rust/library/std ]; then
	install rustc-web cargo-web rust-web-src
fi
# The linker of LLVM 14 lists variables in a segment that it leaves out, which the splitter of the bundle refuses.
llvm=$(/usr/bin/rustc --version --verbose | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
command -v "lld-$llvm" >/dev/null || install "lld-$llvm"

if has_target /usr/bin/rustc; then
	echo /usr/bin/rustc
	exit
fi

version=$(/usr/bin/rustc --version --verbose)
release=$(echo "$version" | sed -n 's/^release: //p')
host=$(echo "$version" | sed -n 's/^host: //p')
commit=$(echo "$version" | sed -n 's/^commit-hash: //p' | cut -c1-9)
sysroot="${XDG_CACHE_HOME:-$HOME/.cache}/vouch/wasm-std/$release-$commit-lld-$llvm"
if [ -e "$sysroot/complete" ]; then
	echo "$sysroot/bin/rustc"
	exit
fi

say "compiling the standard library for $target once, into $sysroot"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/package/src"
echo '#![no_std]' >"$work/package/src/lib.rs"
cat >"$work/package/Cargo.toml" <<-'MANIFEST'
	[package]
	name = "sysroot"
	version = "0.0.0"
	edition = "2021"
	[profile.release]
	opt-level = "s"
	panic = "abort"
	[workspace]
MANIFEST
# Without the embedded bitcode, link-time optimization of the console fails.
(
	cd "$work/package"
	unset CARGO_ENCODED_RUSTFLAGS
	RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR="$work/target" \
		/usr/bin/cargo build --release --target $target -Zbuild-std=std,panic_abort,panic_unwind,proc_macro
) >&2

# A sysroot beside Debian's: its own library for the browser, links for all else.
rm -rf "$sysroot"
mkdir -p "$sysroot/bin" "$sysroot/lib/rustlib/$target/lib" "$sysroot/lib/rustlib/$host/bin"
cp "$work/target/$target/release/deps/"*.rlib "$sysroot/lib/rustlib/$target/lib/"
rm "$sysroot/lib/rustlib/$target/lib/"libsysroot-*
ln -s "/usr/lib/rustlib/$host/lib" "$sysroot/lib/rustlib/$host/lib"
# rustc links for the browser with `rust-lld -flavor wasm`; Debian's lld takes the same arguments.
ln -s "$(command -v "lld-$llvm")" "$sysroot/lib/rustlib/$host/bin/rust-lld"
for tool in rustc rustdoc; do
	printf '#!/bin/sh\nexec /usr/bin/%s --sysroot "%s" "$@"\n' $tool "$sysroot" >"$sysroot/bin/$tool"
	chmod +x "$sysroot/bin/$tool"
done
ln -s /usr/bin/cargo "$sysroot/bin/cargo"
touch "$sysroot/complete"
echo "$sysroot/bin/rustc"
