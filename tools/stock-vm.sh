#!/bin/bash
# A stock machine to test on: Debian 12 (systemd 252, cgroup v2, AppArmor, kernel 6.1) under QEMU, in software emulation,
# so it needs no KVM and is ten to twenty times slower: never time anything in it. The guest has an ordinary user "tester"
# (uid 1000, no sudo, lingering off), a user "nosub" without subordinate ids, and no route to anything outside.
#
#   stock-vm.sh build                   make base.ext4, vmlinuz and initrd       (by root, about 3 min, once)
#   stock-vm.sh golden [SCRIPT]         boot once, (run SCRIPT in it as tester,) keep the booted guest: 'up' then takes 4 s
#   stock-vm.sh run [-p DIR:DEST]... [-g SRC:DIR] [-u USER] [-t SEC] -- CMD
#                                       fresh guest, push folders, run CMD as USER in a real login session; its stdout,
#                                       stderr and exit status come back, the guest is thrown away
#   stock-vm.sh up [--cold]             start a guest that stays; then:
#   stock-vm.sh ssh [-u USER] CMD...    run in it (stdin is passed on)
#   stock-vm.sh push DIR DEST | pull SRC DIR   copy a folder's content in and out (tar over ssh, as tester)
#   stock-vm.sh down                    end that guest
#   stock-vm.sh log                     serial console of the last guest
#   stock-vm.sh mon CMD...              commands for QEMU's monitor
#
# Environment: VM_DIR (~/.cache/isolated-pymcp-vm) VM_MEM (2048) VM_CPUS (2) VM_DISK (6G), VM_NAME (a) and VM_PORT (2222):
#              several guests at once need different ones; VM_PKGS (more Debian packages), VM_NODE (Node.js to copy in).
# install.verified: mmdebstrap and apt check Debian's signatures; nothing else is downloaded.
set -euo pipefail
VM_DIR=${VM_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/isolated-pymcp-vm}
VM_MEM=${VM_MEM:-2048} VM_CPUS=${VM_CPUS:-2} VM_NAME=${VM_NAME:-a} VM_PORT=${VM_PORT:-2222}
VM_NODE=${VM_NODE:-$(command -v node)}
R=$VM_DIR/run-$VM_NAME
PKGS="systemd systemd-sysv dbus dbus-user-session libpam-systemd udev kmod openssh-server python3 python3-venv python3-numpy
 iproute2 iputils-ping procps psmisc less sudo ca-certificates bubblewrap uidmap podman crun slirp4netns fuse-overlayfs
 netavark aardvark-dns containers-storage iptables nftables apparmor libstdc++6 strace git make ${VM_PKGS:-}"

build() {
  [ "$(id -u)" = 0 ] || { printf 'error: only root can build the image\nhint: sudo %s build\n' "$0" >&2; return 1; }
  local c need=""; for c in mmdebstrap qemu-system-x86_64 qemu-img mke2fs ssh-keygen; do command -v $c >/dev/null || need=1; done
  [ -z "$need" ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends mmdebstrap qemu-system-x86 qemu-utils e2fsprogs openssh-client; }
  mkdir -p "$VM_DIR"; cd "$VM_DIR"
  [ -f key ] || ssh-keygen -q -t ed25519 -N '' -f key
  local kp; kp=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends/{print $2; exit}')
  rm -rf k root; mkdir -p k; (cd k && apt-get download -o APT::Sandbox::User=root "$kp" && dpkg-deb -x ./*.deb x)
  cp k/x/boot/vmlinuz-* vmlinuz; local kv; kv=$(ls k/x/lib/modules)
  mmdebstrap --variant=minbase --include="$(echo $PKGS | tr ' ' ,)" \
    --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    bookworm root
  mkdir -p root/lib/modules && cp -a "k/x/lib/modules/$kv" root/lib/modules/ && chroot root depmod "$kv"
  # a 1 MB initrd that loads virtio-blk (the NVMe model of QEMU 7.2 boots without one, but cannot be snapshotted)
  rm -rf k/i; mkdir -p k/i/bin k/i/m k/i/dev k/i/proc k/i/new; (cd k && apt-get download -o APT::Sandbox::User=root busybox-static && dpkg-deb -x busybox-static*.deb bb)
  cp k/bb/bin/busybox k/i/bin/; local m; for m in virtio/virtio virtio/virtio_ring virtio/virtio_pci_modern_dev virtio/virtio_pci_legacy_dev virtio/virtio_pci block/virtio_blk; do cp "root/lib/modules/$kv/kernel/drivers/$m.ko" k/i/m/; done
  printf '%s\n' '#!/bin/busybox sh' 'b=/bin/busybox; $b mount -t devtmpfs dev /dev; $b mount -t proc proc /proc' \
    'for m in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk; do $b insmod /m/$m.ko; done' \
    'while [ ! -b /dev/vda ]; do $b usleep 50000; done; $b mount -t ext4 -o noatime /dev/vda /new; $b umount /proc; $b mount --move /dev /new/dev; exec $b switch_root /new /sbin/init' > k/i/init; chmod 755 k/i/init
  (cd k/i && find . | ../bb/bin/busybox cpio -o -H newc | gzip -1 > "$VM_DIR/initrd")
  install -m755 "$(realpath "$VM_NODE")" root/usr/local/bin/node
  mkdir -p root/usr/local/lib/node_modules; cp -a "$(realpath "$(command -v npm)" | sed 's,/bin/npm-cli.js$,,')" root/usr/local/lib/node_modules/npm
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js root/usr/local/bin/npm; ln -sf ../lib/node_modules/npm/bin/npx-cli.js root/usr/local/bin/npx
  echo stockvm > root/etc/hostname; echo '127.0.0.1 localhost stockvm' > root/etc/hosts
  echo '/dev/vda / ext4 defaults,noatime 0 0' > root/etc/fstab
  chroot root useradd -m -u 1000 -s /bin/bash tester          # gets its subuid/subgid range as on any Debian
  chroot root useradd -m -u 1001 -s /bin/bash nosub; sed -i /nosub/d root/etc/subuid root/etc/subgid
  for u in root home/tester home/nosub; do mkdir -p root/$u/.ssh; cp key.pub root/$u/.ssh/authorized_keys; chmod 700 root/$u/.ssh; done
  chroot root chown -R tester: /home/tester; chroot root chown -R nosub: /home/nosub
  echo 'nameserver 127.0.0.1' > root/etc/resolv.conf
  printf '[Match]\nName=en* eth*\n[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\n' > root/etc/systemd/network/lan.network
  chroot root systemctl -q enable systemd-networkd ssh
  chroot root systemctl -q mask apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer dpkg-db-backup.timer \
     systemd-networkd-wait-online.service podman-auto-update.service podman-auto-update.timer podman-restart.service getty@tty1.service serial-getty@ttyS0.service
  printf 'UseDNS no\nMaxSessions 100\nMaxStartups 100\n' > root/etc/ssh/sshd_config.d/vm.conf
  cat > root/etc/systemd/system/vm-ready.service <<'U'
[Unit]
After=multi-user.target ssh.service systemd-networkd.service systemd-user-sessions.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'echo VM-READY $(cut -d" " -f1 /proc/uptime) > /dev/ttyS0'
[Install]
WantedBy=multi-user.target
U
  sed -i 's/^After=multi-user.target /After=/' root/etc/systemd/system/vm-ready.service
  chroot root systemctl -q enable vm-ready; tr -d - < /proc/sys/kernel/random/uuid > root/etc/machine-id
  rm -rf root/var/cache/apt/archives root/var/lib/apt/lists/*; mkdir -p root/var/cache/apt/archives/partial
  rm -f base.ext4; truncate -s "${VM_DISK:-6G}" base.ext4; mke2fs -q -F -t ext4 -m 0 -E lazy_itable_init=1,lazy_journal_init=1,nodiscard -O ^metadata_csum_seed -d root base.ext4
  rm -rf root k golden.qcow2; ls -lsh base.ext4 vmlinuz
}
alive() { [ -f "$R/pid" ] && kill -0 "$(cat "$R/pid")" 2>/dev/null; }
SSHO() { echo -q -i "$VM_DIR/key" -p "$VM_PORT" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ControlMaster=auto -o "ControlPath=$R/cm-%r" -o ControlPersist=600 -o ConnectTimeout=60 -o ServerAliveInterval=20; }
mon() { /usr/bin/python3 - "$R/mon" "$@" <<'P'
import socket,sys,time
s=socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.settimeout(300)
def rd():
    b=b''
    while not b.endswith(b'(qemu) '):
        d=s.recv(65536)
        if not d: break
        b+=d
    return b.decode(errors='replace')
rd()
for c in sys.argv[2:]:
    s.sendall(c.encode()+b'\n'); out=rd().split('\n',1)[-1].replace('(qemu) ','')
    if out.strip(): print(out.strip())
P
}
start() { # [--cold]
  alive && { echo "already up (pid $(cat "$R/pid"))" >&2; return 0; }
  [ -f "$VM_DIR/base.ext4" ] || build >&2
  rm -rf "$R"; mkdir -p "$R"; local extra=""
  if [ "${1:-}" != --cold ] && [ -f "$VM_DIR/golden.qcow2" ] && [ "$(cat "$VM_DIR/golden.cfg")" = "$VM_MEM/$VM_CPUS" ]; then
    cp --reflink=auto --sparse=always "$VM_DIR/golden.qcow2" "$R/disk.qcow2"; extra="-loadvm ready"
  else qemu-img create -q -f qcow2 -F raw -b "$VM_DIR/base.ext4" "$R/disk.qcow2"; fi
  local a; mapfile -t a < <(qemu_args_list "$R/disk.qcow2"); "${a[@]}" $extra
  local t=0; if [ -z "$extra" ]; then until grep -q VM-READY "$R/console" 2>/dev/null; do sleep 0.5; t=$((t+1)); alive && [ $t -lt 300 ] || { echo "guest did not come up:" >&2; tail -20 "$R/console" >&2; return 1; }; done; fi
  for _ in $(seq 60); do ssh $(SSHO) root@127.0.0.1 "date -s @$(date +%s) >/dev/null" && return 0; sleep 1; done; return 1
}
qemu_args_list() { # one per line
  local d=$1
  printf '%s\n' qemu-system-x86_64 -name "stockvm-$VM_NAME" -accel tcg,thread=multi,tb-size=512 -machine q35,vmport=off -cpu max,la57=off -smp "$VM_CPUS" -m "$VM_MEM" \
    -nodefaults -no-user-config -display none -no-reboot \
    -kernel "$VM_DIR/vmlinuz" -initrd "$VM_DIR/initrd" -append "console=ttyS0 quiet systemd.show_status=0 mitigations=off nokaslr audit=0 tsc=reliable random.trust_cpu=on" \
    -drive "file=$d,if=none,id=d0,cache=unsafe,format=qcow2" -device virtio-blk-pci,drive=d0 \
    -netdev "user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:$VM_PORT-:22" -device virtio-net-pci,netdev=n0,romfile= -device virtio-rng-pci \
    -serial "file:$R/console" -monitor "unix:$R/mon,server=on,wait=off" -pidfile "$R/pid" -daemonize
}
down() { if alive; then local p; p=$(cat "$R/pid"); kill "$p"; for _ in $(seq 50); do kill -0 "$p" 2>/dev/null || break; sleep 0.1; done; fi; rm -f "$R/disk.qcow2" "$R/pid"; }
vssh() { local u=tester; [ "${1:-}" = -u ] && { u=$2; shift 2; }; ssh $(SSHO) "$u@127.0.0.1" "$@"; }
push() { tar -C "$1" -cf - . | vssh "mkdir -p '$2' && tar -C '$2' --no-same-owner -xf -"; }
pull() { mkdir -p "$2"; vssh "tar -C '$1' -cf - ." | tar -C "$2" --no-same-owner -xf -; }
golden() { VM_NAME=golden; R=$VM_DIR/run-golden; down; rm -f "$VM_DIR/golden.qcow2"; start --cold; sleep 3; vssh true; vssh -u nosub true; [ -z "${1:-}" ] || vssh bash < "$1"; rm -f "$R"/cm-*; sleep 2
  mon 'savevm ready' 'info snapshots'; mon quit || true; sleep 1; mv "$R/disk.qcow2" "$VM_DIR/golden.qcow2"; echo "$VM_MEM/$VM_CPUS" > "$VM_DIR/golden.cfg"; ls -lsh "$VM_DIR/golden.qcow2"; }
run() { local pushes=() pulls=() u=tester tmo=600 cold="" rc=0
  while [ $# -gt 0 ]; do case $1 in -p) pushes+=("$2"); shift 2;; -g) pulls+=("$2"); shift 2;; -u) u=$2; shift 2;; -t) tmo=$2; shift 2;; --cold) cold=--cold; shift;; --) shift; break;; *) break;; esac; done
  trap down EXIT; start $cold; for x in "${pushes[@]}"; do push "${x%%:*}" "${x#*:}"; done
  timeout "$tmo" ssh $(SSHO) "$u@127.0.0.1" "$@" || rc=$?
  for x in "${pulls[@]}"; do pull "${x%%:*}" "${x#*:}" || true; done; return $rc; }
c=${1:-help}; shift || true
case $c in build) build;; golden) golden "$@";; up) start "$@";; run) run "$@";; ssh) vssh "$@";; push) push "$@";; pull) pull "$@";; down) down;; log) cat "$R/console";; mon) mon "$@";; alive) alive;; *) sed -n '2,23p' "$0";; esac
