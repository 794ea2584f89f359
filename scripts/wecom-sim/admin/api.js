const read = async (response) => {
  const answer = await response.json();
  if (!answer.ok) throw new Error(answer.error ?? answer.errmsg ?? '操作没有成功');
  return answer;
};

export const get = async (name, query = {}) =>
  read(await fetch(`/sim/api/${name}?${new URLSearchParams(query)}`));

export const post = async (name, body = {}) =>
  read(await fetch(`/sim/api/${name}`, { method: 'POST', body: JSON.stringify(body) }));
