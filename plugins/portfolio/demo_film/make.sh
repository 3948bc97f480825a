#!/bin/sh
# Makes film.webm, ten seconds on a stage, with ffmpeg alone. Run by hand when the film is to be another one; what it made
# is kept in the repository, so that nobody needs the fonts and the encoders.
set -eu
cd "$(dirname "$0")"
serif=/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf
shapes=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
card() { # WORDS BELOW
  printf "color=0x20161a:s=640x360:r=20:d=2,drawtext=fontfile=$serif:text='%s':fontsize=40:fontcolor=0xf1d7b8:x=(w-tw)/2:y=140,\
drawtext=fontfile=$serif:text='%s':fontsize=22:fontcolor=0xd9a441:x=(w-tw)/2:y=200,drawbox=x=24:y=20:w=592:h=320:color=0xd9a441:t=2,\
fade=t=in:d=0.4,fade=t=out:st=1.6:d=0.4" "$1" "$2"
}
folds="geq=r='110+40*abs(sin(X/13))':g='18+10*abs(sin(X/13))':b='40+16*abs(sin(X/13))'"
x="320+110*sin(1.3*t)"
ffmpeg -v error -y -f lavfi -i "$(card 'Ten seconds on stage' 'a first rehearsal')" -f lavfi -i "$(card 'The end' 'applause, please')" \
  -f lavfi -i "color=0x120c10:s=640x360:r=20:d=6,geq=r='18+150*exp(-pow((X-320)/170,2)-pow((Y-190)/160,2))':g='12+110*exp(-pow((X-320)/170,2)-pow((Y-190)/160,2))':b='16+60*exp(-pow((X-320)/170,2)-pow((Y-190)/160,2))'" \
  -f lavfi -i "color=black:s=320x360:r=20:d=6,$folds" -f lavfi -i "color=black:s=320x360:r=20:d=6,$folds" \
  -f lavfi -i "sine=f=262:r=48000:d=10" -f lavfi -i "sine=f=330:r=48000:d=10" -f lavfi -i "sine=f=392:r=48000:d=10" \
  -filter_complex "[2]drawbox=y=310:w=640:h=50:color=0x4b3326:t=fill,\
drawtext=fontfile=$shapes:text='▲':fontsize=150:fontcolor=0x1d3557:x='$x-tw/2':y=198,\
drawtext=fontfile=$shapes:text='●':fontsize=70:fontcolor=0xf1d7b8:x='$x-tw/2':y='158+6*sin(7*t)',\
drawtext=fontfile=$shapes:text='♪':fontsize=44:fontcolor=0xf6e3a8:x='$x+60':y='150-40*mod(t,2)':alpha='1-mod(t,2)/2'[stage];\
[stage][3]overlay=x='-300*min(1,t/2.5)*gt(4.5,t)-300*max(0,(6-t)/1.5)*gte(t,4.5)'[left];\
[left][4]overlay=x='320+300*min(1,t/2.5)*gt(4.5,t)+300*max(0,(6-t)/1.5)*gte(t,4.5)'[play];\
[0][play][1]concat=n=3,format=yuv420p[pictures];[5][6][7]amix=inputs=3,tremolo=f=2:d=0.5,volume=0.25,afade=d=2,afade=t=out:st=7.5:d=2.5[sound]" \
  -map "[pictures]" -map "[sound]" -c:v libvpx-vp9 -b:v 0 -crf 38 -g 60 -deadline good -cpu-used 2 -c:a libopus -b:a 32k -ac 1 \
  -fflags +bitexact -flags +bitexact film.webm
