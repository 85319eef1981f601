// The main job by the vendors' JavaScript clients: `node main_job.mjs elasticsearch|elasticsearch-8|opensearch URL`.
// Prints what was answered as JSON; the Python test beside it says what it should be.

const [, , which, url] = process.argv

const refused = async (call) => {
  try {
    await call()
    return null
  } catch (error) {
    return { status: error.statusCode ?? error.meta?.statusCode, reason: error.meta?.body?.error?.reason }
  }
}

async function elasticsearch (name) {
  const { Client } = await import(name)
  const client = new Client({ node: url })
  const config = {
    service: 'openai',
    service_settings: { api_key: 'sk-not-real', model_id: 'text-embedding-3-small', dimensions: 4 }
  }
  const created = await client.inference.put({ task_type: 'text_embedding', inference_id: 'emb', inference_config: config })
  const listed = await client.inference.get({ inference_id: 'emb' })
  const inferred = await client.inference.inference({ inference_id: 'emb', input: ['one', 'two'] })
  const processor = { inference: { model_id: 'emb', input_output: { input_field: 'a', output_field: 'b' } } }
  await client.ingest.putPipeline({ id: 'embed', processors: [processor] })
  const conflict = await refused(() => client.inference.delete({ inference_id: 'emb' }))
  const dry = await client.inference.delete({ inference_id: 'emb', dry_run: true })
  const forced = await client.inference.delete({ inference_id: 'emb', force: true })
  const chat = { ...config, service_settings: { api_key: 'sk-not-real', model_id: 'gpt-4o' } }
  await client.inference.put({ task_type: 'chat_completion', inference_id: 'chat', inference_config: chat })
  await client.inference.put({ task_type: 'completion', inference_id: 'talk', inference_config: chat })
  const request = { messages: [{ role: 'user', content: 'hi' }] }
  const streams = []
  for (const stream of [
    await client.inference.chatCompletionUnified({ inference_id: 'chat', chat_completion_request: request }, { asStream: true }),
    await client.inference.streamCompletion({ inference_id: 'talk', input: 'hi' }, { asStream: true })
  ]) {
    const read = []
    for await (const piece of stream) read.push(piece)
    streams.push(Buffer.concat(read.map((piece) => Buffer.from(piece))).toString())
  }
  const lengths = inferred.text_embedding.map((item) => item.embedding.length)
  const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }]
  const called = await client.inference.chatCompletionUnified(
    { inference_id: 'chat', chat_completion_request: { ...request, tools, tool_choice: 'required' } }, { asStream: true })
  const started = await called[Symbol.asyncIterator]().next() // read a little and walk away, as an aborted chat does
  called.destroy()
  const lost = await refused(() => client.inference.chatCompletionUnified({ inference_id: 'nope', chat_completion_request: request }))
  const ranker = { service: 'cohere', service_settings: { api_key: 'sk-not-real', model_id: 'rerank-english-v3.0' } }
  await client.inference.put({ task_type: 'rerank', inference_id: 'rank', inference_config: ranker })
  const ranked = (await client.inference.rerank({ inference_id: 'rank', query: 'blue', input: ['red', 'a blue sky'] })).rerank
  const bulk = await client.helpers.bulk({
    datasource: [{ t: 'one' }, { t: 'two' }],
    onDocument: () => ({ index: { _index: 'docs' } }),
    refreshOnCompletion: true
  })
  const found = (await client.search({ index: 'docs', query: { match: { t: 'two' } } })).hits.hits.map((hit) => hit._source.t)
  return { created, listed, lengths, conflict, dry, forced, streams, started: started.value.toString(), lost, ranked, bulk, found }
}

async function opensearch () {
  const { Client } = await import('@opensearch-project/opensearch')
  const client = new Client({ node: url })
  const group = (await client.ml.registerModelGroup({ body: { name: 'g' } })).body.model_group_id
  const connector = (await client.ml.createConnector({
    body: {
      name: 'c',
      version: '1',
      description: 'd',
      protocol: 'http',
      parameters: { model: 'm' },
      credential: { openAI_key: 'sk-not-real' },
      actions: [{
        action_type: 'predict',
        method: 'POST',
        url: 'https://api.openai.com/v1/embeddings',
        request_body: '{"input": ${parameters.input}}'
      }]
    }
  })).body.connector_id
  const body = { name: 'm', version: '1', function_name: 'remote', model_group_id: group, connector_id: connector }
  const model = (await client.ml.registerModel({ body })).body
  const deployed = (await client.ml.deployModel({ model_id: model.model_id })).body
  const inUse = await refused(() => client.ml.deleteModel({ model_id: model.model_id }))
  await client.ml.undeployModel({ model_id: model.model_id, body: {} })
  const pipeline = { processors: [{ text_embedding: { model_id: model.model_id, field_map: { a: 'b' } } }] }
  await client.ingest.putPipeline({ id: 'p', body: pipeline })
  const conflict = await refused(() => client.ml.deleteModel({ model_id: model.model_id }))
  await client.ingest.deletePipeline({ id: 'p' })
  const deleted = (await client.ml.deleteModel({ model_id: model.model_id })).body
  const gone = await refused(() => client.ml.getModelGroup({ model_group_id: group }))
  return { deployed, inUse, conflict, deleted: deleted.result, gone: gone?.status }
}

const names = { elasticsearch: '@elastic/elasticsearch', 'elasticsearch-8': '@elastic/elasticsearch-8' }
console.log(JSON.stringify(which === 'opensearch' ? await opensearch() : await elasticsearch(names[which])))
