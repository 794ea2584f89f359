import { prepareDatabase, serverEnvironment, sessionOf, startGuanxi, unaskedCorp, unaskedPlatform } from './lib/guanxi.ts';
import { startEngine } from './lib/database.ts';
import { createProfiler } from './lib/profile.ts';
import { cpuMsOf } from './lib/cpu.ts';
import { openRawConnection } from './lib/raw-connection.ts';
import { openFloor } from './search/floor.ts';
import { latencyOf } from './lib/stats.ts';
import { questions } from './search/questions.ts';
import { loadWorld } from './search/world.ts';
const N = 30000;
const profiler = createProfiler(process.argv[2]==='p');
const engine = await startEngine('mariadb'); const url = await engine.create('search');
const env = serverEnvironment(url, unaskedCorp, unaskedPlatform);
const { corpId, database } = await prepareDatabase(env);
const world = await loadWorld(database, corpId, N); await database.close();
const server = await startGuanxi(env, profiler.nodeArgs);
const c = await openRawConnection(server.port); const floor = await openFloor(url,{corpId,members:world.members});
const run=async(q:any,n:number)=>{const t:number[]=[];for(let i=0;i<n;i++){const body=JSON.stringify({search:q.typed(Math.floor(Math.random()*N))});const r=Buffer.from('POST /api/customer-search HTTP/1.1\r\nHost: crm.example.com\r\nContent-Type: application/json\r\n'+`Origin: https://crm.example.com\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCookie: ${sessionOf(corpId,q.memberOf(world))}\r\n\r\n${body}`);const s=performance.now();await c.send(r);t.push(performance.now()-s);}return t;};
const only = process.argv[3]?.split(',') ?? ['name','initials','phone tail'];
for (const name of only){const q=questions.find(x=>x.name===name)!; await run(q,500);
 const f:number[]=[]; for(let i=0;i<500;i++){const s=performance.now();await floor.read(i*7);f.push(performance.now()-s);}
 const a=cpuMsOf(server.program.child.pid!), d=cpuMsOf(engine.pid!); const t=await run(q,1500); console.log(name,'p50',latencyOf(t).p50.toFixed(2),'p99',latencyOf(t).p99.toFixed(2),'server cpu',((cpuMsOf(server.program.child.pid!)-a)/1500).toFixed(2),'db cpu',((cpuMsOf(engine.pid!)-d)/1500).toFixed(2),'floor',latencyOf(f).p50.toFixed(2),latencyOf(f).p99.toFixed(2));}
c.close(); await floor.close(); await server.program.stop(); await engine.stop();
for(const l of profiler.report()) console.log(l);
