import { route } from '../route.ts';
import { TestUser, TestUserInput } from '../schemas/devTest.ts';
import { RequestError } from '../schemas/errors.ts';

export const devTestUser = route({
  method: 'POST',
  path: '/v2/dev/test-user',
  operationId: 'post_test_user',
  tag: 'Development',
  summary: 'A user for tests',
  description: 'Only with DEV_TEST_USERS=1 and from the loopback address.',
  access: 'loopback',
  body: TestUserInput,
  bodyCheck: 'optional-schema',
  answers: { 200: TestUser, 201: TestUser, 400: RequestError, 403: RequestError, 404: RequestError },
  output: 'full',
  returnCodes: [],
});
